import Blueprints
import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

@Suite struct SeveralFilesTests {
  private static func desired(
    _ files: [(String, String)], isOffline: Bool = false, answers: [Question: Answer] = [:]
  ) throws -> DesiredSet {
    try BlueprintText.desired(
      files.map { BlueprintText.file($0.1, $0.0) },
      options: BlueprintText.options { $0.isOffline = isOffline }, answers: answers)
  }

  private static func group(_ name: String, _ more: String = "") -> String {
    "- {model: authentik_core.group, identifiers: {name: \(name)}\(more)}\n"
  }

  private static func apply(_ wanted: String, _ more: String = "") -> String {
    "- {model: authentik_blueprints.metaapplyblueprint, attrs: {identifiers: {\(wanted)}\(more)}}\n"
  }

  private static func names(_ desired: DesiredSet) -> [String] {
    desired.entries.compactMap { $0.identifiers["name"]?.string }
  }

  @Test func aLookUpReachesAnotherFile() throws {
    let parent = ", attrs: {attributes: {x: !Find [authentik_core.group, [name, b]]}}"
    let desired = try Self.desired([
      ("1.yaml", "entries:\n" + Self.group("a", parent)), ("2.yaml", "entries:\n" + Self.group("b")),
    ])
    #expect(desired.questions.isEmpty && Self.names(desired) == ["b", "a"])
  }

  @Test func aNameIsOnlyKnownInItsFile() throws {
    let desired = try Self.desired([
      ("1.yaml", "entries:\n" + Self.group("a", ", id: x")),
      ("2.yaml", "entries:\n" + Self.group("b", ", attrs: {attributes: {x: !KeyOf x}}")),
    ])
    #expect(desired.diagnostics.map(\.message) == ["no entry of this file has the id `x`"])
  }

  @Test(arguments: ["name: Second", "path: dir/2.yaml", "path: 2.yaml, name: Second"])
  func anotherBlueprintIsAppliedFirst(wanted: String) throws {
    let desired = try Self.desired([
      ("1.yaml", "entries:\n" + Self.group("a") + Self.apply(wanted) + Self.group("b")),
      ("x/dir/2.yaml", "metadata: {name: Second}\nentries:\n" + Self.group("c") + Self.group("d")),
    ])
    #expect(desired.diagnostics.isEmpty)
    #expect(Self.names(desired) == ["a", "c", "d", "b"])
    #expect(desired.entries.last?.comesAfter.count == 2 && desired.entries.first?.comesAfter.isEmpty == true)
  }

  @Test func aMissingBlueprintIsAnErrorOnlyWhereItIsRequiredAndAServerIsThere() throws {
    func severities(_ more: String, instances: Value?) throws -> [Diagnostic.Severity] {
      try Self.desired(
        [("1.yaml", "entries:\n" + Self.apply("name: X", more))],
        answers: [.blueprintInstances: Answer(value: instances)]
      ).diagnostics.map(\.severity)
    }
    let text = "entries:\n" + Self.apply("name: X")
    #expect(try Self.desired([("1.yaml", text)]).questions == [.blueprintInstances])
    #expect(try Self.desired([("1.yaml", text)], isOffline: true).diagnostics.map(\.severity) == [.note])
    for instances in [nil, [], [["name": "Y", "path": "X"]]] as [Value?] {
      #expect(try severities("", instances: instances) == [.error])
      #expect(try severities(", required: false", instances: instances) == [.note])
    }
    #expect(try severities("", instances: [["name": "X", "path": "x.yaml"]]) == [.note])
  }

  @Test func aCircleOfBlueprintsIsPrinted() throws {
    let desired = try Self.desired([
      ("1.yaml", "metadata: {name: One}\nentries:\n" + Self.apply("name: Two")),
      ("2.yaml", "metadata: {name: Two}\nentries:\n" + Self.apply("path: 3.yaml")),
      ("3.yaml", "entries:\n" + Self.apply("name: One")),
    ])
    #expect(
      desired.diagnostics.map(\.message) == [
        "blueprints apply each other in a circle: 3.yaml → One → Two → 3.yaml"
      ])
    let own = try Self.desired([("1.yaml", "metadata: {name: One}\nentries:\n" + Self.apply("name: One"))])
    #expect(own.diagnostics.map(\.message) == ["blueprints apply each other in a circle: One → One"])
  }

  @Test func identifiersOfTheEntryItselfAreASlip() throws {
    let desired = try Self.desired([
      (
        "1.yaml",
        "entries:\n- {model: authentik_blueprints.metaapplyblueprint, identifiers: {name: Two}}\n"
          + Self.group("a")
      ),
      ("2.yaml", "metadata: {name: Two}\nentries:\n" + Self.group("b")),
    ])
    #expect(desired.diagnostics.map(\.severity) == [.warning])
    #expect(Self.names(desired) == ["b", "a"])
  }

  @Test func whatTwoFilesDescribeIsOneObject() throws {
    let desired = try Self.desired([
      (
        "1.yaml", "entries:\n" + Self.apply("path: 2.yaml") + Self.group("a", ", attrs: {is_superuser: true}")
      ),
      (
        "2.yaml",
        "entries:\n" + Self.group("a", ", attrs: {is_superuser: false, attributes: {x: 1}}") + Self.group("b")
      ),
    ])
    let entry = try #require(desired.entries.first { $0.identifiers["name"] == "a" })
    #expect(entry.values["is_superuser"] == true && entry.values["attributes"] == ["x": 1])
    #expect(desired.diagnostics.map(\.severity) == [.warning] && desired.entries.count == 2)
    let absent = try Self.desired([
      ("1.yaml", "entries:\n" + Self.group("a")),
      ("2.yaml", "entries:\n" + Self.group("a", ", state: absent")),
    ])
    #expect(absent.diagnostics.map(\.severity) == [.error])
    #expect(BlueprintText.lines(absent.diagnostics).contains("1.yaml:2:3"))
  }

  @Test func aFileThatIsLeftOutStillDescribesItsObjects() throws {
    let text =
      "metadata: {name: x, labels: {blueprints.goauthentik.io/instantiate: 'false'}}\nentries:\n"
      + Self.group("a", ", id: a")
      + "- {model: authentik_core.group, identifiers: {name: !Find [authentik_core.group, [name, z]]}}\n"
    let desired = try BlueprintText.desired(
      [BlueprintText.file(text, isNamed: false)],
      options: BlueprintText.options { $0.isOffline = false })
    #expect(desired.questions.isEmpty && desired.entries.isEmpty)
    #expect(desired.described.map(\.description).contains("authentik_core.group[name=a]"))
  }

  /// Whatever the order of the files, the blueprint that applies another one wins.
  @Test(arguments: [
    ["1", "2", "3"], ["3", "2", "1"], ["2", "1", "3"], ["1", "3", "2"], ["2", "3", "1"], ["3", "1", "2"],
  ])
  func whatIsAppliedFirstIsOverridden(names: [String]) throws {
    func title(_ text: String, _ more: String = "") -> String {
      "- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: {last: \(text)}\(more)}}\n"
    }
    let desired = try Self.desired(
      [
        (names[0], "entries:\n" + Self.apply("name: Middle") + title("top") + Self.group("t")),
        (
          names[1],
          "metadata: {name: Middle}\nentries:\n" + Self.apply("name: Bottom") + title("middle")
            + Self.group("m")
        ),
        (
          names[2],
          "metadata: {name: Bottom}\nentries:\n" + title("bottom", ", is_superuser: true") + Self.group("b")
        ),
      ].sorted { $0.0 < $1.0 })
    let entry = try #require(desired.entries.first { $0.identifiers["name"] == "g" })
    #expect(entry.values["attributes"] == ["last": "top"] && entry.values["is_superuser"] == true)
    #expect(desired.diagnostics.allSatisfy { $0.severity == .warning })
    #expect(Self.names(desired) == ["g", "b", "m", "t"])
  }

  @Test func whatStandsAboveTheApplicationIsOverriddenByIt() throws {
    let desired = try Self.desired([
      (
        "1.yaml",
        "entries:\n" + Self.group("g", ", attrs: {is_superuser: true}") + Self.apply("path: 2.yaml")
      ),
      ("2.yaml", "entries:\n" + Self.group("g", ", attrs: {is_superuser: false}")),
    ])
    #expect(desired.entries.map { $0.values["is_superuser"] } == [false])
  }

  /// A shipped object gets a reference to a new one: the reference goes against the order of the blueprints.
  @Test func anOverrideMayReferToWhatComesLater() throws {
    let desired = try Self.desired([
      (
        "1.yaml",
        "entries:\n" + Self.apply("path: 2.yaml") + Self.group("parent", ", id: parent")
          + Self.group("child", ", attrs: {parents: [!KeyOf parent]}")
      ),
      ("2.yaml", "entries:\n" + Self.group("child") + Self.group("other")),
    ])
    #expect(!desired.diagnostics.hasErrors)
    #expect(
      Self.names(desired) == ["parent", "child", "other"]
        || Self.names(desired) == ["other", "parent", "child"])
    let parent = try #require(desired.entries.first { $0.identifiers["name"] == "parent" })
    #expect(parent.comesAfter.map(\.description) == ["authentik_core.group[name=other]"])
  }

  @Test(arguments: [true, false]) func aLookUpReachesAFileOnEitherSide(isBefore: Bool) throws {
    let files = [
      (
        "a.yaml",
        "entries:\n" + Self.group("a", ", attrs: {parents: [!Find [authentik_core.group, [name, b]]]}")
      ),
      ("b.yaml", "entries:\n" + Self.group("b")),
    ]
    let desired = try Self.desired(isBefore ? files : files.reversed())
    #expect(desired.questions.isEmpty && desired.diagnostics.isEmpty)
    #expect(Self.names(desired) == ["b", "a"])
  }

  @Test func documentOrderHoldsAmongEquals() throws {
    let names = (0..<50).map { "g\($0)" }.shuffled()
    let desired = try Self.desired([("1.yaml", "entries:\n" + names.map { Self.group($0) }.joined())])
    #expect(Self.names(desired) == names)
  }
}
