import EndToEndSupport
import Foundation
import TestSupport
import Testing

/// Files that are made to fill the memory are refused with little memory, and with their place.
struct HostileInputTests {
  struct Attack: Sendable, CustomTestStringConvertible {
    let what: String
    let text: String
    /// The text after the file's name.
    let error: String
    var testDescription: String { what }
  }

  private static let entry =
    "entries:\n- model: authentik_core.group\n  identifiers: {name: g}\n  attrs: {attributes: {v: "

  private static let attacks = [
    Attack(
      what: "aliases of aliases",
      text: "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        + (1...9).map { level in
          "a\(level): &a\(level) [\([String](repeating: "*a\(level - 1)", count: 10).joined(separator: ","))]\n"
        }.joined(), error: ":5:38: error: the aliases up to here turn"),
    Attack(
      what: "a million values", text: "entries:\n" + String(repeating: "- 1\n", count: 1_000_001),
      error: ":999999:3: error: more than 1000000 values"),
    Attack(
      what: "nesting", text: String(repeating: "[", count: 1_000_000),
      error: ":1:257: error: lists and maps are nested deeper than 256"),
    Attack(
      what: "a huge text", text: "a: " + String(repeating: "x", count: 10 << 20),
      error: ":1:4: error: a text of 10485760 bytes"),
    Attack(
      what: "a huge file", text: String(repeating: "#\n", count: 9 << 20),
      error: ":1:1: error: the file has more than 16777216 bytes"),
    Attack(
      what: "doubling enumerations",
      text: entry
        + (0..<60).reduce("x") { text, _ in "!Enumerate [[\(text)], SEQ, [!Value 0, !Value 0]]" } + "}}\n",
      error: ":4:"),
    Attack(
      what: "doubling texts",
      text: entry
        + (0..<60).reduce("x") { text, _ in
          "!AtIndex [!Enumerate [[\(text)], SEQ, !Format [\"%s%s\", !Value 0, !Value 0]], 0]"
        } + "}}\n", error: ":4:"),
    Attack(
      what: "lists in JSON",
      text: entry + "!ParseJSON '[" + String(repeating: "[],", count: 1_300_000) + "0]'}}\n",
      error:
        ":4:27: error: the text behind !ParseJSON is not JSON: line 1, column 2999999: too many values"
    ),
    Attack(
      what: "anchors", text: "entries:\n" + (0..<400_000).map { "- &a\($0) x\n" }.joined(),
      error: ":100002:3: error: more than 100000 anchors"),
    Attack(
      what: "a mistake in every entry", text: "entries:\n" + String(repeating: "- {a: b}\n", count: 200_000),
      error: ":2:3: error: an entry has no `model`"),
    Attack(
      what: "a mistake in every value of a line",
      text: entry + "[" + String(repeating: "!KeyOf nope,", count: 300_000) + "]}}\n",
      error: ":4:28: error: no entry of this file has the id `nope`"),
  ]

  /// Every file that an option or its name brings in has a limit.
  @Test(arguments: [
    ["validate", "--context-file", "huge", "b.yaml"], ["validate", "--schema", "huge", "b.yaml"],
    ["export", "--from", "huge"], ["plan", "--url", "http://127.0.0.1:1", "--token-file", "huge", "b.yaml"],
    ["apply", "--sandbox", "--yes", "--plan", "huge"], ["validate", "b.yaml"],
  ])
  func aHugeFileIsRefused(arguments: [String]) async throws {
    let directory = try TemporaryDirectory()
    try directory.write("entries: []\n", to: "b.yaml")
    let huge = arguments.contains("huge") ? "huge" : "flowform.yaml"
    try directory.write("", to: huge)
    // Nothing is read of it: its size is known.
    #expect(truncate(directory.path(huge), 2 << 30) == 0)
    let finished = try await Self.flowform(directory.path)
      .run(arguments, withinKilobytes: Self.kilobytes)
    #expect(finished.status != 0)
    #expect(finished.error.contains("\(huge) has more than") || finished.error.contains("it has more than"))
  }

  /// The program that was built with the tests: what a static one holds of its libraries counts as its data.
  private static func flowform(_ folder: String) -> FlowformProcess {
    FlowformProcess(program: FlowformProcess.products.appending(path: "flowform").path, folder: folder)
  }

  /// 100 MB more than an empty blueprint needs.
  private static let kilobytes = 115_000

  @Test func anEmptyBlueprintTakesLittle() async throws {
    let directory = try TemporaryDirectory()
    try directory.write("entries: []\n", to: "b.yaml")
    let finished = try await Self.flowform(directory.path)
      .run(["validate", "b.yaml"], withinKilobytes: Self.kilobytes - 90_000)
    #expect(finished.status == 0, "\(finished.error)")
  }

  /// A pipe in a folder is skipped. A pipe that is named is read.
  @Test(arguments: ["folder", "folder/x.yaml"]) func aPipeIsReadWhereItIsNamed(_ path: String) async throws {
    let directory = try TemporaryDirectory()
    try directory.write("entries: [{model: authentik_flow.flow}]\n", to: "b.yaml")
    try directory.write("entries: []\n", to: "folder/a.yaml")
    var flowform = FlowformProcess(folder: directory.path)
    flowform.shell = """
      mkfifo folder/x.yaml
      if [ "$2" = folder ]; then exec timeout 30 "$0" "$@"; fi
      cat b.yaml > folder/x.yaml & exec timeout 30 "$0" "$@"
      """
    let finished = try await flowform("validate", path)
    if path == "folder" {
      #expect(finished.status == 0)
      #expect(
        finished.error.hasPrefix(
          "folder/x.yaml:1:1: note: this is not a regular file; flowform reads it only if you name it"),
        "\(finished.error)")
    } else {
      #expect(finished.status == 1)
      #expect(finished.error.hasPrefix("folder/x.yaml:1:19: error: "), "\(finished.error)")
    }
  }

  @Test(arguments: attacks)
  func isRefusedInLittleMemory(_ attack: Attack) async throws {
    let directory = try TemporaryDirectory()
    try directory.write(attack.text, to: "b.yaml")
    let finished = try await Self.flowform(directory.path)
      .run(["validate", "b.yaml"], withinKilobytes: Self.kilobytes)
    #expect(finished.status == 1)
    #expect(finished.error.hasPrefix("b.yaml" + attack.error), "\(finished.error.prefix(500))")
    #expect(finished.error.utf8.count < 1 << 20)
  }
}
