import Model
import OrderedCollections
import Planning
import Testing

@Suite struct SavedPlanTests {
  private static func bytes(_ plan: Plan) -> [UInt8] {
    JSONWriter.bytes(of: PlanDocument.value(of: plan, complete: true))
  }

  @Test func isReadBackAsItWasSaved() throws {
    var plan = try PlanDocumentTests.plan()
    plan.changes[0].dependencies = [plan.changes[1].address]
    plan.changes[0].isCreateOnly = true
    plan.changes[1].previousAddress = plan.changes[0].address
    plan.changes[3].cascades = [PlannedChange.Cascade(model: "a.b", name: "n", primaryKey: 7)]
    let read = try SavedPlan.read(Self.bytes(plan)).plan
    #expect(read.changes == plan.changes)
    #expect(read.leftovers == plan.leftovers)
    #expect(read.diagnostics == plan.diagnostics)
    #expect(read.basis == plan.basis)
    #expect(read.deleteCount == 2)
  }

  /// What only a reader of the plan needs, and what its JSON alone does not tell.
  @Test func isReadBackAsItWasShown() throws {
    var plan = try PlanDocumentTests.plan()
    let odd = FieldPath([.key("attributes"), .key("a.b[c"), .index(0)])
    plan.changes[0].fields = [
      FieldChange(path: odd, before: 1, after: 2),
      FieldChange(path: FieldPath("attributes"), before: nil, after: FieldChange.secret),
      FieldChange(path: FieldPath("token"), before: "hunter1", after: "hunter2", isSecret: true),
    ]
    plan.diagnostics[0].showsLine = false
    let saved = SavedPlan(
      plan, guardFindings: [.warning("too many", at: nil), .note("unknown", at: plan.changes[0].source)],
      skippedFiles: ["off.yaml"])
    let bytes = JSONWriter.bytes(of: PlanDocument.value(of: saved))
    let read = try SavedPlan.read(bytes)
    #expect(read.plan.changes[0].fields.map(\.path) == plan.changes[0].fields.map(\.path))
    #expect(read.plan.changes[0].fields.map(\.isSecret) == [false, false, true])
    #expect(read.plan.diagnostics == plan.diagnostics)
    #expect(read.guardFindings == saved.guardFindings && read.skippedFiles == saved.skippedFiles)
    #expect(JSONWriter.bytes(of: PlanDocument.value(of: read)) == bytes)
  }

  @Test(arguments: [
    (
      "",
      "it is not JSON (line 1, column 1: the text is empty); make a new one with `flowform plan --out FILE`"
    ),
    ("{}", "its format is not 1; make a new one with this version's `flowform plan --out FILE`"),
    (#"{"format": 2}"#, "its format is not 1; make a new one with this version's `flowform plan --out FILE`"),
    (
      #"{"format": 1, "changes": []}"#,
      "it lacks what an apply needs; save it with `flowform plan --out FILE`"
    ),
  ])
  func refusesWhatIsNone(text: String, message: String) {
    #expect(throws: SavedPlan.Failure(message: message)) { try SavedPlan.read(Array(text.utf8)) }
  }

  @Test(arguments: ["address", "action", "fields", "origin", "identifiers", "values"])
  func refusesAChangeThatLacksSomething(key: String) throws {
    guard case .map(var document) = PlanDocument.value(of: try PlanDocumentTests.plan(), complete: true),
      case .list(var rows)? = document["changes"], case .map(var row)? = rows.first
    else {
      Issue.record("the plan has no changes")
      return
    }
    row[key] = nil
    rows[0] = .map(row)
    document["changes"] = .list(rows)
    let bytes = JSONWriter.bytes(of: .map(document))
    #expect(
      throws: SavedPlan.Failure(
        message: "one of its changes cannot be read; make a new one with `flowform plan --out FILE`")
    ) { try SavedPlan.read(bytes) }
  }
}
