import EndToEndSupport
import Foundation
import TestSupport
import Testing

@testable import FlowformCommands

/// Senseless values for every option, setting and variable. A run ends with a proper exit status and says what is
/// wrong. It never ends by a signal, and it never hangs.
struct OptionValueTests {
  /// No option accepts all of these as sensible values. Some accept any text.
  private static let values = [
    "", "=", ":", "=v", "x=", " ", "-1", "0", "nan", "1e400", "99999999999999999999", "\u{1}",
    String(repeating: "x", count: 100_000),
  ]

  /// Further values that suit the form of an option or variable.
  private static let ownValues = [
    "url": [
      "http://", "http://:", "http://h:", "http://127.0.0.1:99999", "http://127.0.0.1:0",
      "http://127.0.0.1:-1", "http://[", "http://[]", "https://[]:x", "https://x:1:2", "https://é",
    ],
    "header": [":v", "a b: c", "a: \u{1}", "a\nb: c", "ü: x"],
    "context": ["k", "k=.inf", "k=1e400", "k=[", "k=!x", "k=2024-13-45"],
    "fault": ["=1", "429=", "429=nan", "429=-1", "429=1e400", "429=0.5=1"],
    "server-version": ["2026.99999999999999999999", "-", "."],
    "state": ["http://", "https://127.0.0.1:99999", "https://user:password@x", "https://x y", "/"],
    "proxy": ["http://", "http://x:99999", "x:", "socks://x", "http://[::1]:1"],
  ]

  /// Ends a run that hangs, with the status of a signal.
  private static let shell = "exec timeout -s KILL 60 \"$0\" \"$@\""
  private static let properStatuses: Set<Int32> = [0, 1, 2, 3, 64]

  /// One run with one of these values.
  private struct Attempt: Sendable {
    /// The name of the option, setting or variable in messages.
    let name: String
    let value: String
    var arguments: [String] = []
    var variables: [String: String] = [:]
    var configuration: String?
    /// A shell script that runs before, since Swift cannot express every value.
    var script = ""
    var isAlwaysWrong = false

    func check(in workspace: Workspace, number: Int) async throws {
      // A file that one attempt writes must not be the input of another.
      let folder = "\(number)"
      try workspace.write(OptionValueTests.blueprint, to: "\(folder)/blueprints/flow.yaml")
      if let configuration { try workspace.write(configuration, to: "\(folder)/flowform.yaml") }
      var flowform = FlowformProcess(folder: workspace.folder.appending(path: folder).path)
      flowform.variables = workspace.flowform.variables.merging(variables) { $1 }
      flowform.shell = script + OptionValueTests.shell
      let finished = try await flowform.run(arguments)
      let what =
        "\(name) \(value.prefix(30).debugDescription): \(finished.status) \(finished.error.prefix(500))"
      #expect(OptionValueTests.properStatuses.contains(finished.status), "\(what)")
      if isAlwaysWrong { #expect(finished.status == 64, "\(what)") }
      guard finished.status == 64 else { return }
      let lines = finished.error.split(separator: "\n")
      let sentence = lines.first { $0.lowercased().hasPrefix("error") } ?? lines.first ?? ""
      let given = value.trimmingCharacters(in: ["\""])
      if sentence.contains("flowform.yaml:") {
        // The place is that of the value, behind the setting's name.
        let place = "flowform.yaml:1:\(name.count + 3): "
        #expect(sentence.contains(place) && sentence.contains("`\(name)`"), "\(what)")
      } else {
        #expect(sentence.contains(name) || given.count > 1 && sentence.contains(given), "\(what)")
      }
    }
  }

  private static let blueprint = """
    version: 1
    entries:
      - model: authentik_flows.flow
        identifiers: {slug: login}
        attrs: {name: Login, title: T, designation: authentication}
    """

  /// Several attempts run at a time, since most of a run is its start.
  private static func check(_ attempts: [Attempt]) async throws {
    try await Workspace.with { workspace in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (number, attempt) in attempts.enumerated() {
          if number >= 6 { try await group.next() }
          group.addTask { try await attempt.check(in: workspace, number: number) }
        }
        try await group.waitForAll()
      }
    }
  }

  // MARK: - Options

  /// The arguments that a command needs besides the tested option.
  private static let needed: [String: [String]] = [
    "import": ["authentik_flows.flow[slug=x]"], "show": ["authentik_flows.flow[slug=x]"],
    "remove": ["authentik_flows.flow[slug=x]"],
    "move": ["authentik_flows.flow[slug=x]", "authentik_flows.flow[slug=y]"],
    // A sandbox that starts would serve until it is interrupted.
    "sandbox": ["--port", "0", "--data", "/nowhere/data.sqlite"],
  ]

  @Test(.enabled(if: LongTests.areWanted, LongTests.hint))
  func everyOptionTakesAnyValueWithoutACrash() async throws {
    var seen: Set<String> = []
    var attempts: [Attempt] = []
    for command in try CommandDescription.root().all {
      let own = command.arguments.filter { $0.value != nil }.compactMap { $0.names.last }
      for option in own where option != "--data" && seen.insert(option).inserted {
        let name = String(option.drop { $0 == "-" })
        let base = Array(command.path.dropFirst()) + needed(command.path.last ?? "")
        for value in Self.values + (Self.ownValues[name] ?? []) {
          attempts.append(
            Attempt(
              name: option, value: value, arguments: base + ["\(option)=\(value)"],
              isAlwaysWrong: value.isEmpty))
        }
        attempts.append(
          Attempt(name: option, value: "", arguments: base + [option, ""], isAlwaysWrong: true))
        attempts.append(
          Attempt(
            name: option, value: "", arguments: base,
            script: "set -- \"$@\" \"\(option)=$(printf 'k=\\377')\"; "))
      }
    }
    #expect(seen.count > 30)
    try await Self.check(attempts)
  }

  private func needed(_ command: String) -> [String] { Self.needed[command] ?? [] }

  /// Values that are out of range or malformed, with the sentence that says so.
  @Test(arguments: [
    (["plan", "--header="], "--header has an empty value"),
    (["plan", "--timeout", "0"], "--timeout takes a number of seconds above 0 and at most 86400"),
    (["plan", "--context", "k"], "--context takes key=value"),
    (["plan", "--context", "=v"], "--context takes key=value"),
    (["plan", "--only", "x"], "`x` in --only is no model, and no address"),
    (["sandbox", "--fault", "=1"], "'=1' is invalid for '--fault"),
    (["state", "move", "", ""], "An argument is empty"),
  ])
  func saysWhatAnOptionTakes(_ arguments: [String], _ sentence: String) async throws {
    try await Workspace.with { workspace in
      if arguments.contains("--only") { try workspace.write(FlowText.many(1)) }
      let finished = try await workspace.flowform.run(arguments)
      #expect(finished.status == 64)
      #expect(finished.error.contains(sentence), "\(finished.error)")
    }
  }

  // MARK: - Settings

  private static func quoted(_ text: String) -> String { "\"\(text.replacing("\u{1}", with: "\\x01"))\"" }

  private static let settingValues =
    values.map { quoted($0) } + [
      "-1", "0", "1.5", ".nan", ".inf", "-.inf", "1e400", "1.0e+400", "99999999999999999999", "9.0e+18", "~",
      "[]", "[\"\"]", "[[x]]", "{}", "{a: .inf}", "!Env X", "2024-13-45",
    ]

  @Test(.enabled(if: LongTests.areWanted, LongTests.hint))
  func everySettingTakesAnyValueWithoutACrash() async throws {
    let attempts = Setting.allCases.flatMap { setting in
      (Self.settingValues + (Self.ownValues[setting.rawValue] ?? []).map { Self.quoted($0) }).map { value in
        Attempt(
          name: setting.rawValue, value: value, arguments: ["plan"],
          variables: setting == .url ? ["AUTHENTIK_URL": ""] : [:],
          configuration: "\(setting.rawValue): \(value)\n",
          isAlwaysWrong: value == "\"\"")
      }
    }
    try await Self.check(attempts)
  }

  // MARK: - Variables

  private static let variables: [(name: String, ownValues: String, beside: [String: String])] = [
    ("AUTHENTIK_URL", "url", [:]), ("AUTHENTIK_TOKEN", "", [:]), ("AUTHENTIK_INSECURE", "", [:]),
    ("AUTHENTIK_TOKEN_FILE", "", ["AUTHENTIK_TOKEN": ""]),
    ("FLOWFORM_STATE", "state", [:]), ("FLOWFORM_STATE_LOCK_ADDRESS", "state", atServer),
    ("FLOWFORM_STATE_UNLOCK_ADDRESS", "state", atServer), ("FLOWFORM_STATE_LOCK_METHOD", "", atServer),
    ("FLOWFORM_STATE_UNLOCK_METHOD", "", atServer), ("FLOWFORM_STATE_USERNAME", "", atServer),
    ("FLOWFORM_STATE_PASSWORD", "", atServer), ("FLOWFORM_STATE_KEY", "", [:]), ("FLOWFORM_TARGET", "", [:]),
    ("HTTPS_PROXY", "proxy", ["AUTHENTIK_URL": "https://127.0.0.1:1"]),
    ("NO_PROXY", "", ["AUTHENTIK_URL": "https://127.0.0.1:1", "HTTPS_PROXY": "127.0.0.1:1"]),
    ("XDG_CACHE_HOME", "", [:]), ("HOME", "", [:]), ("GITHUB_STEP_SUMMARY", "", [:]), ("TERM", "", [:]),
    ("LC_ALL", "", [:]), ("NO_COLOR", "", [:]),
  ]
  /// The address of a state server that does not exist.
  private static let atServer = ["FLOWFORM_STATE": "http://127.0.0.1:1/state"]

  @Test(.enabled(if: LongTests.areWanted, LongTests.hint))
  func everyVariableTakesAnyValueWithoutACrash() async throws {
    let attempts = Self.variables.flatMap { name, own, beside in
      (Self.values + (Self.ownValues[own] ?? [])).map { value in
        Attempt(
          name: name, value: value, arguments: ["plan"], variables: beside.merging([name: value]) { $1 })
      } + [
        Attempt(
          name: name, value: "", arguments: ["plan"], variables: beside,
          script: "\(name)=$(printf 'a\\377b'); export \(name); ")
      ]
    }
    try await Self.check(attempts)
  }
}
