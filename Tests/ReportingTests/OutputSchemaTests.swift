import Model
import OrderedCollections
import Planning
import Reporting
import TestSupport
import Testing

/// The printed documents match their published schemas.
@Suite struct OutputSchemaTests {
  private static func schema(_ schema: OutputSchema) throws -> Value { try JSONReader.read(schema.text) }

  @Test(arguments: [Sample.plan, Sample.flows, Sample.hostilePlan, Plan(changes: [])])
  func aPlan(plan: Plan) throws {
    var plan = plan
    plan.vanished = [.flow("vanished")]
    plan.basis = PlanBasis(
      toolVersion: "1", serverVersion: "2", url: "sandbox:", lineage: "a", serial: 0, files: ["f": "d"])
    plan.basis?.made = "2026-11-29T12:00:00Z"
    let printed = try JSONReader.read(JSONReporter().plan(plan, context: Sample.context).output)
    #expect(SchemaCheck.problems(printed, try Self.schema(.plan)) == [])
    if !plan.diagnostics.isEmpty { plan.diagnostics[0].showsLine = false }
    if !plan.changes.isEmpty {
      plan.changes[0].fields += [
        FieldChange(path: FieldPath([.key("a.b"), .index(1)]), before: nil, after: FieldChange.secret)
      ]
    }
    let complete = SavedPlan(plan, guardFindings: plan.diagnostics, skippedFiles: ["off.yaml"])
    let saved = try JSONReader.read(JSONWriter.write(PlanDocument.value(of: complete)))
    #expect(SchemaCheck.problems(saved, try Self.schema(.plan)) == [])
  }

  @Test func diagnostics() throws {
    let place = Model.SourceLocation(file: "b.yaml", line: 2, column: 3)
    let printed = JSONReporter().diagnostics([.error("a", at: place), .note("b", at: nil)]).output
    #expect(SchemaCheck.problems(try JSONReader.read(printed), try Self.schema(.diagnostics)) == [])
  }

  @Test func events() throws {
    var outcome = ApplyOutcome()
    outcome.isInterrupted = true
    let reporter = JSONReporter()
    let reports =
      Sample.events.map(reporter.event) + [
        reporter.findings([.warning("a", at: Model.SourceLocation(file: "b.yaml", line: 1, column: 1))]),
        reporter.outcome(outcome), reporter.outcome(ApplyOutcome()),
      ]
    for line in reports.map(\.output).joined().split(separator: "\n") {
      #expect(
        SchemaCheck.problems(try JSONReader.read(String(line)), try Self.schema(.events)) == [], "\(line)")
    }
  }

  private static let summary =
    #""summary": {"create": 0, "update": 0, "delete": 0, "adopt": 0, "unchanged": 0, "skipped": 0}"#

  /// A schema that accepts everything would prove nothing.
  @Test(arguments: [
    (OutputSchema.plan, "{\"format\": 2, \(summary), \"changes\": [], \"diagnostics\": []}"),
    (.plan, #"{"format": 1, "changes": [], "diagnostics": []}"#),
    (
      .plan,
      "{\"format\": 1, \(summary), \"changes\": [{\"address\": \"a\", \"action\": \"replace\", \"fields\": []}], \"diagnostics\": []}"
    ),
    (.diagnostics, #"{"format": 1, "diagnostics": [{"severity": "fatal", "message": "x"}]}"#),
    (.diagnostics, #"{"format": 1, "diagnostics": [], "more": 1}"#),
    (.events, #"{"event": "started", "address": "a"}"#),
    (.events, #"{"event": "nothing", "address": "a", "action": "create"}"#),
    (.events, #"{"event": "finished", "address": "a", "action": "create", "pk": 1.5}"#),
  ])
  func whatIsOtherwiseIsRefused(schema: OutputSchema, text: String) throws {
    #expect(SchemaCheck.problems(try JSONReader.read(text), try Self.schema(schema)) != [])
  }

  @Test(arguments: OutputSchema.allCases) func namesItsVersion(schema: OutputSchema) throws {
    #expect(try Self.schema(schema)["$id"] == .string("urn:flowform:\(schema.rawValue):1"))
  }
}
