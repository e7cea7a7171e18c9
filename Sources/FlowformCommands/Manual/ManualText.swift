/// The parts of the manual page that are not about single commands.
enum ManualText {
  struct Section {
    let title: String
    var introduction = ""
    let items: [(term: String, text: String)]
  }

  static let sections = [environment, files, exitStatus]

  private static let environment = Section(
    title: "ENVIRONMENT",
    introduction: """
      The command line wins over the environment, the environment over the target, and the target over \
      the rest of `flowform.yaml`. An empty variable counts as unset.
      """,
    items: [
      ("AUTHENTIK_URL", "The server, as with `--url`."),
      ("AUTHENTIK_TOKEN", "The API token."),
      ("AUTHENTIK_TOKEN_FILE", "A file that holds the API token, as with `--token-file`."),
      ("AUTHENTIK_INSECURE", "Anything but 0, false, no or off: as with `--insecure`."),
      ("FLOWFORM_TARGET", "The target of `flowform.yaml`, as with `--target`."),
      ("FLOWFORM_STATE", "The state, as with `--state`."),
      (
        "FLOWFORM_STATE_REQUEST_BYTES",
        "The largest request that saves a state in authentik; 1000000 unless given."
      ),
      (
        "FLOWFORM_STATE_LOCK_ADDRESS, FLOWFORM_STATE_UNLOCK_ADDRESS",
        "The addresses that lock and unlock a state server; the state's own address unless given."
      ),
      (
        "FLOWFORM_STATE_LOCK_METHOD, FLOWFORM_STATE_UNLOCK_METHOD",
        "The HTTP methods that lock and unlock it; LOCK and UNLOCK unless given."
      ),
      ("FLOWFORM_STATE_USERNAME, FLOWFORM_STATE_PASSWORD", "The credentials for a state server."),
      ("FLOWFORM_STATE_KEY", "A key for the hashes of secrets in the state; the same in every run."),
      ("HTTPS_PROXY, NO_PROXY", "The proxy for encrypted connections, and the hosts that it is not for."),
      (
        "LC_ALL, LC_CTYPE, LANG",
        "Whether symbols beyond ASCII, such as arrows, are printed: the first that is set decides."
      ),
      ("NO_COLOR, TERM", "No colour if the first is set or the second is dumb."),
      ("GITHUB_STEP_SUMMARY", "The file that `--format github` appends the job's summary to."),
      (
        "XDG_CACHE_HOME",
        "The cache folder for servers' OpenAPI documents, in `flowform`; `~/.cache` unless given."
      ),
    ])

  private static let files = Section(
    title: "FILES",
    items: [
      ("blueprints", "Where blueprints are, unless `flowform.yaml` or the command line says otherwise."),
      (
        "*.flowtest.yaml",
        "Tests of flows, beside the blueprints unless the setting `tests` of `flowform.yaml` says otherwise."
      ),
      ("flowform.yaml", "The settings of a folder, and its targets; `flowform init` writes a commented one."),
      ("flowform.state.json", "What flowform applied. Beside it: `.journal`, `.lock` and `.backup`."),
      (".flowform", "The data and state of `--sandbox`, and the journals of states on servers."),
    ])

  private static let exitStatus = Section(
    title: "EXIT STATUS",
    items: [
      ("0", "Done; for `plan`, with or without changes unless `--detailed-exitcode`."),
      (
        "1",
        "Failed: an invalid blueprint, a failed write, a failed test, a missing permission, a stale plan, a locked state, or the answer was no."
      ),
      (
        "2",
        "`plan --detailed-exitcode` and there are changes; `drift` and there is drift; `test --allow-writes` on a target that is `protected`."
      ),
      ("3", "The server cannot be reached, or refuses the token."),
      ("64", "Wrong usage."),
      ("130", "Interrupted; what was done is in the state."),
    ])
}
