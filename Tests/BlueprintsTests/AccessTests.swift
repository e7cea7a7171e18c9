import Catalog
import Files
import Foundation
import Model
import OrderedCollections
import TestSupport
import Testing

@testable import Blueprints

@Suite struct AccessTests {
  @Test(
    arguments: [
      ("FF_A", [], nil), ("FF_A", ["FF_*"], nil), ("FF_A", ["X", "F?_A"], nil),
      ("FF_A", ["ff_*"], .notAllowed),
      ("FF_A", ["FF_?B"], .notAllowed), ("AUTHENTIK_TOKEN", ["*"], .credential),
      ("AUTHENTIK_TOKEN_FILE", [], .credential),
      ("FLOWFORM_STATE_USERNAME", ["*"], .credential), ("FLOWFORM_STATE_PASSWORD", [], .credential),
      ("FLOWFORM_STATE_KEY", ["FLOWFORM_STATE_KEY"], .credential), ("AUTHENTIK_URL", [], nil),
    ] as [(String, [String], EnvironmentAccess.Refusal?)])
  func decidesWhichVariablesMayBeRead(name: String, patterns: [String], refusal: EnvironmentAccess.Refusal?) {
    #expect(EnvironmentAccess(variables: [:], allowedPatterns: patterns).refusal(of: name) == refusal)
    let off = EnvironmentAccess(variables: [:], isAllowed: false, allowedPatterns: patterns).refusal(of: name)
    #expect(off == (refusal == .credential ? .credential : .switchedOff))
  }

  @Test(arguments: [
    ("abc", "abc", true), ("abc", "*", true), ("", "*", true), ("abc", "a*c", true), ("abc", "a?", false),
    ("aXbXc", "a*b*c", true), ("ab", "a*b*c", false), ("aab", "*ab", true), ("abc", "", false),
  ])
  func comparesNamesWithPatterns(name: String, pattern: String, matches: Bool) {
    #expect(NamePattern.matches(name, pattern) == matches)
  }

  private static func value(
    _ path: String, at blueprint: String, root: String? = nil,
    _ change: (inout DesiredSet.Options) -> Void = { _ in }
  ) throws -> (value: Value?, diagnostics: [Diagnostic], consulted: Consulted) {
    let text =
      "entries:\n- model: authentik_core.group\n  identifiers: {name: g}\n  attrs: {attributes: {v: !File \(path)}}\n"
    let source = SourceText(file: blueprint, bytes: Array(text.utf8))
    let desired = try BlueprintText.desired(
      [BlueprintFiles.File(source: source, isNamed: root == nil, root: root)],
      options: BlueprintText.options(change))
    return (desired.entries.first?.values["attributes"]?["v"], desired.diagnostics, desired.consulted)
  }

  @Test func readsFilesBelowItsRoot() throws {
    let directory = try TemporaryDirectory()
    let other = try TemporaryDirectory()
    try directory.write(" \n text\n", to: "in/a.txt")
    try directory.write("up", to: "b.txt")
    try other.write("other", to: "c.txt")
    try FileManager.default.createSymbolicLink(
      atPath: directory.path("in/link"), withDestinationPath: other.path("c.txt"))
    try FileManager.default.createSymbolicLink(
      atPath: directory.path("in/dir"), withDestinationPath: other.path)
    let blueprint = directory.path("in/x.yaml")

    let own = try Self.value("a.txt", at: blueprint)
    #expect(own.value == "text" && own.diagnostics.isEmpty)
    #expect(own.consulted.files.values.map { String(decoding: $0, as: UTF8.self) } == [" \n text\n"])
    #expect(try Self.value("./../in/a.txt", at: blueprint).value == "text")
    for path in [
      "../b.txt", "link", "dir/c.txt", other.path("c.txt"), "/etc/hostname", "../nothing", "nowhere/../../x",
    ] {
      let found = try Self.value(path, at: blueprint)
      #expect(found.value == nil && found.diagnostics.map(\.severity) == [.error], "\(path)")
      #expect(found.consulted.files.isEmpty)
    }
    #expect(try Self.value("../b.txt", at: blueprint, root: directory.path).value == "up")
    #expect(
      try Self.value("link", at: blueprint) { $0.readFile = FileAccess(roots: [other.path]).readingOnce() }
        .value == "other")
    #expect(
      try Self.value("a.txt", at: blueprint) { $0.readFile = FileAccess(isAllowed: false).readingOnce() }
        .diagnostics.hasErrors)
  }

  @Test func whatCannotBeReadIsNullOrTheDefault() throws {
    let directory = try TemporaryDirectory()
    try FileManager.default.createDirectory(atPath: directory.path("dir"), withIntermediateDirectories: true)
    let blueprint = directory.path("x.yaml")
    for path in ["none.txt", "dir", "none/none.txt"] {
      let found = try Self.value(path, at: blueprint)
      #expect(found.value == .null && found.diagnostics.map(\.severity) == [.warning], "\(path)")
      #expect(try Self.value("[\(path), d]", at: blueprint).value == "d")
    }
    try Data([0xFF, 0xFE]).write(to: URL(filePath: directory.path("bytes")))
    #expect(try Self.value("bytes", at: blueprint).diagnostics.hasErrors)
  }

  @Test func aFileThatIsTooLargeIsAnError() throws {
    let directory = try TemporaryDirectory()
    try Data(repeating: 0x78, count: BoundedFile.limit + 1).write(to: URL(filePath: directory.path("large")))
    let found = try Self.value("large", at: directory.path("x.yaml"))
    #expect(
      BlueprintText.lines(found.diagnostics).hasSuffix(
        "error 4:27 the file large has more than 16777216 bytes, and no field can hold that much\n"))
  }

  @Test func rememberWhatWasConsulted() throws {
    let desired = try BlueprintText.desired(
      "entries:\n- {model: authentik_core.group, identifiers: {name: !Env A}, attrs: {attributes: {a: !Env [B, x], c: !Env [C, x]}}}"
    ) { $0.environment.variables = ["A": "1", "C": "", "D": "2"] }
    #expect(desired.consulted.variables == ["A": "1", "B": nil, "C": nil])
  }
}
