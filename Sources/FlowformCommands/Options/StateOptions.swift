import ArgumentParser
import StateFile

/// Where the state is.
struct StateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The state file (FLOWFORM_STATE; flowform.state.json unless given).", valueName: "file"),
    completion: .file())
  var state: String?

  func store(isSandbox: Bool, _ settings: Settings) -> StateStore {
    // A state that belongs to a real server must not be mixed up with the sandbox's.
    let named = state ?? (isSandbox ? nil : settings[.state])
    return StateStore(path: named ?? (isSandbox ? SandboxFiles.state : "flowform.state.json"))
  }
}
