import EndToEndSupport
import Testing

/// Every error message says what to do next.
struct ErrorMessageTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    var file = ""
    var variables: [String: String] = [:]
    let message: String
    var testDescription: String { arguments.joined(separator: " ") + " " + file }
  }

  @Test(arguments: [
    Mistake(
      arguments: ["validate", "--schema", "file"], file: "{",
      message: "--schema takes the server's answer to GET /api/v3/schema/"),
    Mistake(
      arguments: ["validate", "--schema", "file"], file: "a: !Env b",
      message: "the tag !Env is not a value that an OpenAPI document can hold"),
    Mistake(
      arguments: ["export", "--from", "file"], file: "a: !Env b",
      message: "the tag !Env is not a value that an export of authentik can hold"),
    Mistake(
      arguments: ["export", "--from", "file"], file: "a: 1",
      message: "no list of `entries`; export one in authentik, or read a server with `flowform export`"),
    Mistake(
      arguments: ["export", "--from", "file"], file: "entries: [{model: a_rather.new}]",
      message: "unknown model, a_rather.new; pass its authentik version with --server-version"),
    Mistake(
      arguments: ["export", "--flow", "somewhere-else"],
      message: "no flow `somewhere-else`, or the token may not view it; known flows: login"),
    Mistake(
      arguments: ["import", "authentik_flows.flow[slug=somewhere-else]"],
      message: "check its identifiers, and that the token may view it"),
    Mistake(
      arguments: ["import", "authentik_flows.flow[slug=login]"],
      message: "already in the state; `flowform state show` prints its record"),
    Mistake(
      arguments: ["drift", "somewhere/else"],
      message: "`flowform state list` shows the files"),
    Mistake(
      arguments: ["state", "move", "authentik_flows.flow[slug=login]", "authentik_flows.flow[slug=login]"],
      message: "name the old one first, then the new one"),
    Mistake(
      arguments: ["plan", "--client-cert", "no", "--client-key", "no"],
      message: "cannot be read; --client-cert and --client-key take PEM files"),
    Mistake(
      arguments: ["plan", "--url", "https://authentik.invalid"], variables: ["HTTPS_PROXY": "socks://x"],
      message: "not http://HOST:PORT; correct it, or add the server to NO_PROXY"),
    Mistake(
      arguments: ["plan", "--ca-file", "file", "--url", "https://127.0.0.1:1"], file: "no PEM",
      message: "file holds no certificates; --ca-file takes a PEM file"),
    Mistake(
      arguments: ["state", "list", "--state", "https://"],
      message:
        "names no host, or no port from 1 to 65535 behind its colon; expected for example https://state.example.com/authentik"
    ),
    Mistake(
      arguments: ["state", "list", "--state", "https://state.invalid/a b"], message: "percent encoding"),
  ])
  func aMistake(_ mistake: Mistake) async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.blueprint(FlowText.flow("login")))
      try workspace.write(mistake.file, to: "file")
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      var flowform = workspace.flowform
      flowform.variables.merge(mistake.variables) { $1 }
      let run = try await flowform.run(mistake.arguments)
      #expect(![0, 2].contains(run.status), "\(run.output)")
      #expect(run.error.contains(mistake.message), "\(run.error)")
    }
  }
}
