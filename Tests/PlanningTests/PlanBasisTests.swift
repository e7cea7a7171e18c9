import Planning
import Testing

@Suite struct PlanBasisTests {
  private static let basis = PlanBasis(
    toolVersion: "1", serverVersion: "2026.5", url: "https://a", lineage: "x", serial: 3,
    files: ["a.yaml": "1", "b.yaml": "2"], variables: ["V": "1"])

  @Test func stillHoldsWhereNothingChanged() {
    #expect(Self.basis.differences(from: Self.basis) == [])
  }

  @Test func tellsWhatChanged() {
    func differences(_ change: (inout PlanBasis) -> Void) -> [String] {
      var now = Self.basis
      change(&now)
      return Self.basis.differences(from: now).map(\.description)
    }
    #expect(differences { $0.toolVersion = "2" } == ["flowform's version was 1 and is 2"])
    #expect(
      differences { $0.serverVersion = "2026.8" } == ["the server's version was 2026.5 and is 2026.8"])
    #expect(differences { $0.url = "https://b" } == ["the server was https://a and is https://b"])
    #expect(differences { $0.lineage = "y" } == ["the state's lineage was x and is y"])
  }

  @Test func tellsWhatElseChanged() {
    var now = Self.basis
    now.serial = 4
    now.files = ["a.yaml": "9", "c.yaml": "3"]
    now.variables = ["V": "2"]
    #expect(
      Self.basis.differences(from: now).map(\.description) == [
        "the state's serial was 3 and is 4", "the file a.yaml has changed", "the file b.yaml is gone",
        "the file c.yaml is new", "the environment variable V has changed",
      ])
  }

  /// Where the surroundings differ, the user can apply the plan after all.
  @Test func tellsWhatToDo() {
    func remedies(_ change: (inout PlanBasis) -> Void) -> [String?] {
      var now = Self.basis
      change(&now)
      return Self.basis.differences(from: now).map(\.remedy)
    }
    #expect(remedies { $0.serial = 4 } == [nil])
    #expect(remedies { $0.files = [:] } == [nil, nil])
    #expect(remedies { $0.variables = ["V": "2"] } == ["set V to the value that it had for the plan"])
    #expect(remedies { $0.variables = [:] } == ["set V to the value that it had for the plan"])
    #expect(
      remedies { $0.context = "2" } == [
        "use the same --target, --context, --context-file and FLOWFORM_STATE_KEY as for the plan"
      ])
  }
}
