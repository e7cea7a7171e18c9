import Blueprints
import Model
import Planning
import State

/// Makes plans: compares the blueprints with the server and the state. Writes nothing to the server.
///
/// This is the walk of `plan`, top to bottom:
/// 1. `PlanMaking.desired` resolves the blueprints, and asks the server what only it can answer (`LiveReader`).
/// 2. `StateBackend.current` reads the state, with the journal of an interrupted run.
/// 3. `PlanMaking.plan` reads the objects (`LiveReader`), compares them (`Planner`), and finishes the plan.
package struct PlanOperation: Sendable {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  package func run(_ request: PlanRequest) async throws -> PlanResult {
    let making = PlanMaking(request, session)
    let desired = try await making.desired()
    let found = making.findings(desired)
    guard !found.hasErrors else { return .invalid(found) }
    let snapshot = try await session.state.current(session.context).moving(request.moves)
    return .made(try await making.plan(desired, over: snapshot))
  }
}
