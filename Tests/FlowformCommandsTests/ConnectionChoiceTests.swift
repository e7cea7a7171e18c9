import ArgumentParser
import HTTPState
import Model
import OrderedCollections
import Remote
import State
import TestSupport
import Testing

@testable import FlowformCommands

/// Which server, token and state a command takes.
struct ConnectionChoiceTests {
  private static func settings(_ file: String, _ environment: [String: String] = [:]) throws -> Settings {
    try Settings(
      ConfigurationFile(SourceText(file: "flowform.yaml", bytes: Array(file.utf8))), target: nil,
      environment: environment)
  }

  private static let file = """
    url: https://file.example
    header: ["A: file"]
    parallelism: 2
    timeout: 7
    ca-file: file.pem
    """

  /// Each option with what it leads to; nothing is given twice.
  @Test(arguments: [
    ([], "https://file.example file 2 7.0 file.pem"),
    (["--url", "https://line.example"], "https://line.example file 2 7.0 file.pem"),
    (["--header", "B: line"], "https://file.example file line 2 7.0 file.pem"),
    (
      ["--parallelism", "4", "--timeout", "1.5", "--ca-file", "line.pem"],
      "https://file.example file 4 1.5 line.pem"
    ),
  ])
  func theCommandLineWins(_ arguments: [String], _ outcome: String) throws {
    let options = try ServerOptions.parse(arguments)
    let environment = ["AUTHENTIK_TOKEN": " token\n"]
    let connection = try options.connection(Self.settings(Self.file, environment), environment)
    let headers = connection.headers.map(\.1)
    let found =
      [connection.address.base] + headers
      + ["\(connection.parallelism)", "\(connection.timeoutSeconds)", connection.caFile ?? ""]
    #expect(found.joined(separator: " ") == outcome)
    #expect(connection.token == "token")
  }

  @Test(arguments: [
    ("", [:], "no server is set; pass --url, set AUTHENTIK_URL, or set `url` in flowform.yaml. To try"),
    ("url: authentik", [:], "check --url and AUTHENTIK_URL"), (file, [:], "no token is set; "),
    (file, ["AUTHENTIK_TOKEN": "two words"], "AUTHENTIK_TOKEN does not hold a token; "),
    (file + "\ntoken-file: /nowhere/token", [:], "the token file /nowhere/token cannot be read; "),
  ])
  func whatIsMissingIsNamed(_ file: String, _ environment: [String: String], _ sentence: String) throws {
    let options = try ServerOptions.parse([])
    let settings = try Self.settings(file, environment)
    let failure = #expect(throws: CommandFailure.self) { try options.connection(settings, environment) }
    #expect(failure?.status == .unreachable)
    #expect(failure?.message.contains(sentence) == true, "\(failure?.message ?? "")")
  }

  /// A variable wins over the file, and the option over both.
  @Test(arguments: [
    ([], [:], "from-file"), ([], ["AUTHENTIK_TOKEN": "from-variable"], "from-variable"),
    (["--token-file", "line"], ["AUTHENTIK_TOKEN": "from-variable"], "from-line"),
  ])
  func theTokenOfTheNearest(
    _ arguments: [String], _ environment: [String: String], _ token: String
  ) throws {
    let directory = try TemporaryDirectory()
    try directory.write("from-file\n", to: "file")
    try directory.write("from-line", to: "line")
    let arguments = arguments.map { $0 == "line" ? directory.path("line") : $0 }
    let settings = try Self.settings(Self.file + "\ntoken-file: \(directory.path("file"))", environment)
    let connection = try ServerOptions.parse(arguments).connection(settings, environment)
    #expect(connection.token == token)
  }

  // MARK: - The state

  @Test(arguments: [
    ([], "", false, "flowform.state.json"), ([], "state: file.json", false, "file.json"),
    (["--state", "line.json"], "state: file.json", false, "line.json"),
    // The sandbox's objects are not those of the server that the file is for.
    ([], "state: file.json", true, ".flowform/sandbox.state.json"),
    (["--state", "line.json"], "state: file.json", true, "line.json"),
    (
      ["--state", "https://state.example/a?token=canary"], "", false, "https://state.example/a"
    ),
  ])
  func isTheStateOfTheNearest(
    _ arguments: [String], _ file: String, isSandbox: Bool, _ name: String
  ) async throws {
    let found = try await StateOptions.parse(arguments).with(
      AccessOptions.parse(isSandbox ? ["--sandbox"] : []), Self.settings(file)
    ) { state in (state.name, state is RemoteState) }
    #expect(found.0 == name)
    #expect(found.1 == name.hasPrefix("https:"))
  }

  @Test(arguments: [
    ("state: http://state.example/a", "would get the state and its credentials unencrypted over the network"),
    ("state: https://", "check --state, `state` (FLOWFORM_STATE)"),
    (
      "state: https://a.example\nstate-lock-address: nowhere",
      "`state-lock-address` (FLOWFORM_STATE_LOCK_ADDRESS)"
    ),
    (
      "state: https://a.example\nstate-lock-method: P-T",
      "`state-lock-method` (FLOWFORM_STATE_LOCK_METHOD) takes an HTTP method"
    ),
    ("state: 'authentik:'", "`authentik:` names no state"),
    ("state: authentik:a/b", "`authentik:a/b` names no state; the name after the colon has 1 to 64 letters"),
  ])
  func aStateThatCannotBeReachedIsUsage(_ file: String, _ sentence: String) async throws {
    let failure = await #expect(throws: CommandFailure.self) {
      try await StateOptions.parse([]).with(AccessOptions.parse([]), Self.settings(file)) { _ in }
    }
    #expect(failure?.status == .usage)
    #expect(failure?.message.contains(sentence) == true, "\(failure?.message ?? "")")
  }

  @Test(
    arguments: [
      ("authentik", .authentik(.standard)), ("authentik:default", .authentik(.standard)),
      ("authentik:Team_1-b", StateSet("Team_1-b").map(StatePlace.authentik)),
      ("./authentik", .file("./authentik")), ("authentik.json", .file("authentik.json")),
      ("Authentik", .file("Authentik")), ("HTTPS://a.example", .server("HTTPS://a.example")),
    ] as [(String, StatePlace?)])
  func thePlaceOfAStateIsRead(_ text: String, _ place: StatePlace?) throws {
    #expect(try StatePlace(text) == place)
  }

  @Test(arguments: [
    ("", "", 1_000_000), ("state-request-bytes: 20000", "", 20_000),
    ("state-request-bytes: 20000", "30000", 30_000),
  ])
  func theLargestRequestIsSet(_ file: String, _ variable: String, _ limit: Int) throws {
    let settings = try Self.settings(file, ["FLOWFORM_STATE_REQUEST_BYTES": variable])
    #expect(try settings.stateRequestLimit == limit)
  }

  @Test(arguments: ["9999", "many", "1e6", "100000001"])
  func aLimitOfRequestsThatMakesNoSenseIsUsage(_ variable: String) throws {
    let settings = try Self.settings("", ["FLOWFORM_STATE_REQUEST_BYTES": variable])
    let failure = #expect(throws: CommandFailure.self) { try settings.stateRequestLimit }
    #expect(failure?.status == .usage)
    #expect(failure?.message.contains("(FLOWFORM_STATE_REQUEST_BYTES) takes a number of bytes") == true)
  }
}
