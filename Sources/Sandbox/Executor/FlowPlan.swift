import Model
import OrderedCollections

/// The stages of a run that are still to be passed, and what the run knows so far.
///
/// It keeps the objects as they were when it was made: later changes of the flow do not change a run (recorded).
struct FlowPlan: Sendable {
  /// A stage with the binding that puts it into the flow.
  struct Step: Sendable {
    let binding: StoredObject
    let stage: StoredObject
    /// Whether the binding's policies are asked when the stage is reached.
    let isReevaluated: Bool
  }

  let flow: StoredObject
  /// The first one is pending.
  var steps: [Step]
  var context: PlanContext
}
