import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Sandbox
import ServerSupport
import Subprocess
import Testing

/// No secret appears in any output or file, in any command and format, and with any fault.
struct CanaryTests {
  /// A command line. `renders` is true if its output may show what `render` shows. A new command or format needs a new
  /// row.
  struct Row: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    var renders = false

    init(_ arguments: String..., renders: Bool = false) {
      self.arguments = arguments
      self.renders = renders
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let formats = ["text", "json"]

  /// Commands that only read the blueprints.
  static let offline: [Row] =
    [Row("render", "--format", "yaml", renders: true), Row("render", "--format", "json", renders: true)]
    + formats.map { Row("validate", "-v", "--format", $0) }
    + ["mermaid", "svg", "html"].map { Row("graph", "--format", $0) }

  /// Commands that read the server and do not write to it.
  static let reading: [Row] =
    (formats + ["html"]).map { Row("plan", "-v", "--format", $0) } + [Row("plan", "-q", "--out", "plan.json")]

  /// Commands that write.
  static let writing: [Row] = formats.map { Row("apply", "--yes", "-v", "--prune", "--format", $0) }

  /// For a plan that was saved before.
  static let saved = Row("apply", "--yes", "-q", "--plan", "plan.json")

  // MARK: - The search

  /// All files in the folder except the user's own, by path.
  private static func files(_ workspace: Workspace) throws -> [String: String] {
    let inputs = ["blueprints/all.yaml", "blueprints/secret.txt"]
    let paths = try FileManager.default.subpathsOfDirectory(atPath: workspace.folder.path)
    return paths.filter { !inputs.contains($0) }.reduce(into: [:]) { files, path in
      guard let data = FileManager.default.contents(atPath: workspace.folder.appending(path: path).path)
      else { return }
      files[path] = String(decoding: data, as: UTF8.self)
    }
  }

  private static func search(
    _ workspace: Workspace, _ finished: FlowformProcess.Finished?, _ row: Row,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws {
    var texts = try files(workspace)
    texts["standard output"] = finished?.output
    texts["standard error"] = finished?.error
    for canary in Canary.allCases {
      for version in 1...2 {
        for (place, text) in texts where text.contains(canary.text(version)) {
          if row.renders, canary.isRendered, place == "standard output" { continue }
          let line = text.split(separator: "\n").first { $0.contains(canary.text(version)) } ?? ""
          Issue.record("\(row): \(canary) in \(place): \(line)", sourceLocation: sourceLocation)
        }
      }
    }
  }

  private static func prepare(
    _ workspace: Workspace, _ version: Int, _ text: (Int) -> String = Canary.blueprint
  ) throws {
    try workspace.write(text(version), to: "blueprints/all.yaml")
    try workspace.write(Canary.file(version), to: "blueprints/secret.txt")
  }

  private static func flowform(_ workspace: Workspace, _ version: Int, port: Int? = nil) -> FlowformProcess {
    var flowform = workspace.flowform
    flowform.variables.merge(Canary.variables(version)) { $1 }
    flowform.variables["XDG_CACHE_HOME"] = workspace.folder.appending(path: "cache").path
    if let port { flowform.variables["AUTHENTIK_URL"] = "http://127.0.0.1:\(port)" }
    return flowform
  }

  // MARK: - The commands

  @Test func noSecretIsPrintedOrWritten() async throws {
    try await Workspace.with { workspace in
      func run(_ rows: [Row], _ version: Int) async throws {
        for row in rows {
          let finished = try await Self.flowform(workspace, version).run(row.arguments)
          #expect(finished.status == 0, "\(row): \(finished.error)")
          try Self.search(workspace, finished, row)
        }
      }
      try Self.prepare(workspace, 1)
      try await run(Self.offline + Self.reading + [Self.saved] + Self.reading, 1)
      // Other values of all secrets, and then a change from outside.
      try Self.prepare(workspace, 2)
      try await run(Self.reading + Self.writing, 2)
      #expect(try await workspace.flow("login")["title"]?.string?.hasPrefix(Canary.title.text(2)) == true)
      #expect(try Self.files(workspace).keys.contains("flowform.state.json.backup"))
      try await workspace.patch("login", ["title": "Changed outside", "name": "Changed outside"])
      try await run(Self.reading + [Self.saved], 2)
    }
  }

  @Test(arguments: [Canary.mistaken, Canary.broken])
  func noDiagnosticTells(_ text: @escaping @Sendable (Int) -> String) async throws {
    try await Workspace.with { workspace in
      try Self.prepare(workspace, 1, text)
      for row in Self.offline + Self.reading + Self.writing {
        let finished = try await Self.flowform(workspace, 1).run(row.arguments)
        #expect(finished.status == 1)
        #expect(!(finished.error + finished.output).isEmpty)
        try Self.search(workspace, finished, row)
      }
    }
  }

  @Test func noServerMakesItTell() async throws {
    let server = QuotingServer()
    try await Workspace.with { workspace in
      try await server.withRunning { port in
        try Self.prepare(workspace, 1)
        let flowform = Self.flowform(workspace, 1, port: port)
        for (number, path) in QuotingServer.paths.enumerated() {
          server.refused = path
          let row = Self.writing[number % Self.writing.count]
          let finished = try await flowform.run(row.arguments + ["--state", "\(number).json"])
          #expect(finished.status == 1, "\(path)")
          #expect((finished.error + finished.output).contains("is refused"), "\(path): \(finished.error)")
          try Self.search(workspace, finished, row)
        }
      }
    }
  }

  @Test func noJournalOfAKilledRunTells() async throws {
    var configuration = SandboxConfiguration()
    configuration.delayMilliseconds = 50
    try await Workspace.with(configuration) { workspace in
      try Self.prepare(workspace, 1)
      let row = Row("apply", "--yes", "--format", "json", "--parallelism", "1")
      let killed = try await Self.flowform(workspace, 1).interrupted(row.arguments, with: .kill) { printed in
        printed.components(separatedBy: "\"finished\"").count > 7
      }
      #expect(killed.status == 128 + 9)
      let journal = try workspace.read("flowform.state.json.journal")
      #expect(journal.contains("\"done\""))
      try Self.search(workspace, killed, row)
      let next = try await Self.flowform(workspace, 1).run(row.arguments)
      #expect(next.status == 0, "\(next.error)")
      try Self.search(workspace, next, row)
    }
  }

  // MARK: - The state server

  /// `!Env` does not reveal them, and neither does a server that returns them.
  @Test(arguments: [TeamServer.Dialect.terraform, .gitlab])
  func noCredentialOfTheStateServerTells(_ dialect: TeamServer.Dialect) async throws {
    let server = TeamServer(dialect)
    try await Workspace.with { workspace in
      try await server.withRunning { port in
        try Self.prepare(workspace, 1)
        var flowform = Self.flowform(workspace, 1)
        flowform.variables.merge(server.variables(port)) { $1 }
        let basic = Data("\(TeamServer.user):\(TeamServer.password)".utf8).base64EncodedString()
        func search(_ finished: FlowformProcess.Finished, _ row: Row) throws {
          try Self.search(workspace, finished, row)
          var texts = try Self.files(workspace)
          texts["standard output"] = finished.output
          texts["standard error"] = finished.error
          texts["state"] = String(decoding: server.state ?? [], as: UTF8.self)
          for (place, text) in texts {
            for secret in [TeamServer.password, TeamServer.user, basic] where text.contains(secret) {
              Issue.record("\(row): a credential in \(place)")
            }
          }
        }
        for row in Self.reading + Self.writing + [Row("state", "list"), Row("drift")] {
          let finished = try await flowform.run(row.arguments)
          #expect(finished.status == 0, "\(row): \(finished.error)")
          try search(finished, row)
        }
        let row = Self.writing[0]
        server.lock = [
          "ID": .string(TeamServer.password), "Who": .string("Basic \(basic)"), "Created": "2026",
        ]
        let locked = try await flowform.run(row.arguments)
        #expect(locked.status == 1 && locked.error.contains("is locked by"), "\(locked.error)")
        try search(locked, row)
        server.lock = nil
        try workspace.write(FlowText.many(9))
        server.always(.write, .status(400))
        let failed = try await flowform.run(row.arguments)
        #expect(failed.status == 1, "\(failed.error)")
        try search(failed, row)
        for name in ["FLOWFORM_STATE_USERNAME", "FLOWFORM_STATE_PASSWORD"] {
          try workspace.write(
            "version: 1\nentries:\n- model: authentik_flows.flow\n  identifiers: {slug: !Env \(name)}\n")
          let asked = try await flowform("render", "blueprints/flows.yaml")
          #expect(asked.status == 1, "\(asked.output)")
          try search(asked, row)
        }
      }
    }
  }
}
