package import Blueprints
package import Catalog
package import Model
import OrderedCollections

/// Compares tests with the flows of a set of blueprints, without a server.
package struct FlowTestCheck {
  let catalog: Catalog
  let flows: [String: BoundFlow]
  let entries: [ResourceAddress: ResolvedEntry]
  /// What the server has by itself.
  private let shipped: [String]
  var diagnostics: [Diagnostic] = []

  /// All findings about tests, in their order. `set` are the blueprints of the same run.
  package static func findings(
    _ tests: [FlowTest], against set: DesiredSet, _ catalog: Catalog
  ) -> [Diagnostic] {
    var check = FlowTestCheck(set, catalog)
    for test in tests { check.check(test) }
    return check.diagnostics
  }

  private init(_ set: DesiredSet, _ catalog: Catalog) {
    self.catalog = catalog
    flows = BoundFlow.all(in: set.entries)
    entries = Dictionary(set.entries.map { ($0.address, $0) }) { $1 }
    shipped = ShippedObject.all(in: catalog.version).filter { $0.model == "authentik_flows.flow" }
      .compactMap { $0.fields["slug"]?.string }
  }

  mutating func error(_ message: String, _ test: FlowTest, _ path: FieldPath) {
    diagnostics.append(.error(message, at: test.place(of: path)).about(.test))
  }

  mutating func warn(_ message: String, _ test: FlowTest, _ path: FieldPath) {
    diagnostics.append(.warning(message, at: test.place(of: path)).about(.test))
  }

  private mutating func check(_ test: FlowTest) {
    let flow = flows[test.flow]
    // The slug of a test may come from a variable that is not set.
    if flow == nil, !test.flow.isEmpty { checkFlow(test) }
    var order = StageOrder(flow)
    for (index, step) in test.steps.enumerated() {
      let path = FieldPath([.key("steps"), .index(index)])
      let isThere = checkStage(step.stage, test, path.appending(.key("stage")), flow)
      let binding = isThere ? order.next(step) : nil
      if isThere, let problem = order.problem { error(problem, test, path.appending(.key("stage"))) }
      check(step, binding, test, path)
    }
    checkEnd(test, flow)
  }

  private mutating func checkFlow(_ test: FlowTest) {
    // Without any flow, the run is about the test files alone.
    guard !shipped.contains(test.flow), !flows.isEmpty else { return }
    let hint = Suggestion.hint(for: test.flow, among: Array(flows.keys) + shipped)
    warn(
      "no blueprint describes the flow `\(test.flow)`, so the test needs a server that has it\(hint)", test,
      FieldPath("flow"))
  }

  /// Whether a run of the flow can wait at the stage.
  private mutating func checkStage(
    _ stage: StageKind, _ test: FlowTest, _ path: FieldPath, _ flow: BoundFlow?
  ) -> Bool {
    if let model = stage.model, catalog.kind(model) == nil {
      error("authentik \(catalog.version) has no stage `\(stage.name)`", test, path)
      return false
    }
    guard let flow, flow.isWhole, !flow.possibleStages.contains(stage) else { return true }
    let bound = OrderedSet((flow.bindings ?? []).map(\.stage.name)).joined(separator: ", ")
    error("the flow `\(test.flow)` does not bind a stage `\(stage.name)`; it binds \(bound)", test, path)
    return false
  }

  private mutating func checkEnd(_ test: FlowTest, _ flow: BoundFlow?) {
    switch test.end {
    case .stage(let stage): _ = checkStage(stage, test, FieldPath("ends"), flow)
    case .signedIn:
      let login = StageKind("user_login")
      guard let flow, flow.isWhole, flow.bindings?.contains(where: { $0.stage == login }) == false else {
        return
      }
      warn(
        "the flow `\(test.flow)` binds no stage `user_login`, so nobody is signed in at its end", test,
        FieldPath("ends"))
    case .signedOut, .redirected, .denied: break
    }
  }
}
