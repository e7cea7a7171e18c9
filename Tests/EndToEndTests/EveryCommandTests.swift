import EndToEndSupport
import FlowformCommands
import Foundation
import Testing

/// Every command treats a new user's mistakes in the same way. The commands come from the command tree itself.
struct EveryCommandTests {
  struct Command: CustomTestStringConvertible, Sendable {
    let description: CommandDescription
    var testDescription: String { name }

    var name: String { description.path.dropFirst().joined(separator: " ") }
    var words: [String] { Array(description.path.dropFirst()) }

    /// The command line with what the parser asks for.
    func line(_ more: [String]) -> [String] { words + more + EveryCommandTests.needed[name, default: []] }

    /// The option to use the embedded server, if the command reads blueprints with it.
    var sandbox: [String] { takes("--sandbox") && name != "graph" ? ["--sandbox"] : [] }

    func takes(_ option: String) -> Bool { description.arguments.contains { $0.names.contains(option) } }

    /// True if the command reads blueprints.
    var readsBlueprints: Bool {
      description.arguments.contains { $0.names.isEmpty && $0.value == "paths" } && name != "drift"
    }
  }

  private static let flow = "authentik_flows.flow[slug=login]"

  /// The arguments that a command cannot do without.
  fileprivate static let needed = [
    "import": [flow], "show": ["plan.json"], "state show": [flow], "state remove": [flow],
    "state move": [flow, "authentik_flows.flow[slug=new]"], "state migrate": ["--to", "other.json"],
  ]

  private static func commands(_ isWanted: (Command) -> Bool) throws -> [Command] {
    let leaves = try CommandDescription.root().all.filter(\.subcommands.isEmpty)
    return leaves.map(Command.init).filter(isWanted)
  }

  private static var all: [Command] { get throws { try commands { _ in true } } }
  private static var readers: [Command] { get throws { try commands(\.readsBlueprints) } }
  /// The language server tells the editor, and goes on without a server.
  private static var ofServer: [Command] {
    get throws { try commands { $0.takes("--url") && $0.name != "language-server" } }
  }

  /// A folder without a server.
  private static func with(
    _ body: @escaping @Sendable (Workspace, FlowformProcess) async throws -> Void
  ) async throws {
    try await Workspace.with { workspace in
      var flowform = workspace.flowform
      flowform.variables = [:]
      try await body(workspace, flowform)
    }
  }

  /// What the command says before it ends; a service goes on.
  private static func said(
    _ flowform: FlowformProcess, _ command: Command, _ arguments: [String], status: Int32, _ text: String
  ) async throws {
    let line = command.line(arguments)
    if command.name == "watch", status == 1 {
      _ = try await flowform.serving(line) { try await $0.until(text) }
    } else {
      let run = try await flowform.run(line)
      #expect(run.status == status, "\(line): \(run.output)\(run.error)")
      #expect((run.output + run.error).contains(text), "\(line): \(run.output)\(run.error)")
    }
  }

  // MARK: - Paths

  @Test func theTreeHasCommandsOfEachKind() throws {
    #expect(try Self.readers.map(\.name).contains("plan"))
    #expect(try Self.ofServer.map(\.name).contains("state list"))
  }

  @Test(arguments: try readers)
  func anEmptyFolderIsAMistake(_ command: Command) async throws {
    try await Self.with { workspace, flowform in
      let options = command.sandbox
      try await Self.said(
        flowform, command, options, status: 1,
        "there is no file or folder `blueprints`; name a file or folder of blueprints, or write a first one with `flowform init`"
      )
      try workspace.write("not a blueprint", to: "blueprints/README.md")
      try await Self.said(
        flowform, command, options, status: 1, "there is no blueprint (*.yaml or *.yml) in `blueprints`")
    }
  }

  @Test(arguments: try readers)
  func aWrongPathIsNamedWithWhatIsThere(_ command: Command) async throws {
    try await Self.with { workspace, flowform in
      try workspace.write(FlowText.many(1), to: "blueprints/login.yaml")
      let options = command.sandbox
      for (path, hint) in [
        ("bluprints", "; did you mean `blueprints`?"),
        ("blueprints/logins.yaml", "; did you mean `blueprints/login.yaml`?"),
        ("blueprints/other.yaml", "; `blueprints` has login.yaml"),
        ("elsewhere/x", "; this folder has blueprints"),
      ] {
        try await Self.said(
          flowform, command, options + [path], status: 1, "there is no file or folder `\(path)`\(hint)")
      }
    }
  }

  // MARK: - The server

  @Test(arguments: try ofServer)
  func withoutAServerEachSaysTheSame(_ command: Command) async throws {
    try await Self.with { workspace, flowform in
      try workspace.write(FlowText.many(1))
      try workspace.write(
        "tests: [{name: a, flow: login, ends: denied}]\n", to: "blueprints/a.flowtest.yaml")
      // Only such a state is on the server.
      var options = command.name.hasPrefix("state ") ? ["--state", "authentik"] : []
      if command.name == "graph" { options = ["--live"] }
      try await Self.said(
        flowform, command, options, status: 3,
        "no server is set; pass --url, set AUTHENTIK_URL, or set `url` in flowform.yaml. To try flowform without a server, pass --sandbox"
      )
      try await Self.said(
        flowform, command, options + ["--url", "http://127.0.0.1:1"], status: 3,
        "no token is set; set AUTHENTIK_TOKEN to an API token, pass --token-file, or set `token-file` in flowform.yaml"
      )
    }
  }

  // MARK: - Options

  @Test(arguments: try all)
  func aWrongOptionIsWrongUsage(_ command: Command) async throws {
    try await Self.with { _, flowform in
      try await Self.said(flowform, command, ["--no-such-option"], status: 64, "--no-such-option")
      for option in command.description.arguments where !option.values.isEmpty {
        try await Self.said(
          flowform, command, [option.names.last ?? "", "no-such-value"], status: 64, "no-such-value")
      }
    }
  }

  /// The other commands have nothing but their result, `watch` writes a log, and an editor shows what the language server
  /// says.
  @Test func allButTheseCanBeQuietAndColourless() throws {
    for option in ["--quiet", "--no-color"] {
      let without = try Self.commands { !$0.takes(option) }.map(\.name)
      #expect(Set(without) == ["init", "watch", "schema", "manual", "sandbox", "language-server"])
    }
  }

  /// The options that mean something else from command to command.
  private static let various: Set<String> = [
    "--format", "--out", "--flow", "--only", "--from", "--to", "--of", "--server-version", "--target",
    "--plan", "--detailed-exitcode",
  ]

  @Test func anOptionMeansTheSameEverywhere() throws {
    var help: [String: Set<String>] = [:]
    for command in try Self.all {
      for option in command.description.arguments {
        for name in option.names { help[name, default: []].insert(option.help) }
      }
    }
    #expect(help.count > 40)
    for (name, texts) in help where !Self.various.contains(name) {
      #expect(texts.count == 1, "\(name): \(texts)")
    }
  }

  // MARK: - Help

  @Test(arguments: try all)
  func helpIsFoundByEitherWay(_ command: Command) async throws {
    let flowform = FlowformProcess(folder: "/")
    let help = try await flowform.run(["help"] + command.words)
    #expect(help.status == 0)
    #expect(help.output == (try await flowform.run(command.words + ["--help"])).output)
  }

  @Test(arguments: [
    (["plna"], "There is no command 'plna'. Did you mean 'plan'?"),
    (["state", "lst"], "There is no command 'lst'. Did you mean 'list'?"),
    (["xyzzy"], "There is no command 'xyzzy'."),
  ])
  func helpForNoCommandIsWrongUsage(_ words: [String], _ message: String) async throws {
    let run = try await FlowformProcess(folder: "/").run(["help"] + words)
    #expect(run.status == 64)
    #expect(run.error.contains(message), "\(run.error)")
    #expect(run.output == "")
  }
}
