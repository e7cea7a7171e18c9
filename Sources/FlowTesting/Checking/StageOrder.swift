import Model

/// Follows the steps of a test through the bindings of a flow.
///
/// Policies may leave a stage out. A refused answer is asked for again, or the run begins again.
struct StageOrder {
  private let bindings: [BoundFlow.Binding]
  private var used: Set<Int> = []
  private var order = Int.min
  /// True if the last step expects a refusal.
  private var mayRepeat = false
  private var last: StageKind?
  /// Why the last step cannot come where it stands. Nil if it can.
  private(set) var problem: String?

  /// Without a flow whose bindings are all known, every order is possible.
  init(_ flow: BoundFlow?) {
    bindings = flow.flatMap { $0.isWhole ? $0.bindings : nil } ?? []
  }

  /// The binding that a step waits at. Nil if it is not known.
  mutating func next(_ step: FlowTestStep) -> BoundFlow.Binding? {
    problem = nil
    let (before, previous) = (order, last)
    defer {
      mayRepeat = step.errors != nil
      last = step.stage
    }
    let candidates = bindings.indices.filter { bindings[$0].stage == step.stage }
    guard !candidates.isEmpty else { return nil }
    if let index = candidates.first(where: { bindings[$0].order >= before && !used.contains($0) })
      ?? (mayRepeat ? candidates.last { bindings[$0].order <= before } : nil)
    {
      order = bindings[index].order
      // After a restart, the stages come again.
      if order < before { used = used.filter { bindings[$0].order < order } }
      used.insert(index)
      return bindings[index]
    }
    problem =
      previous == step.stage
      ? "the flow binds `\(step.stage.name)` once, and it is asked again only after a refusal; give the step before `errors`"
      : "the flow binds `\(step.stage.name)` before `\(previous?.name ?? "")`, so it does not come here"
    return nil
  }
}
