import Model
import Operations
import State

extension Notice {
  /// The notice as text, line by line.
  var lines: [String] {
    switch self {
    case .openRollback(let rollback): rollback.lines
    case .journalLaidAside(let path):
      [
        "note: the state is newer than the journal of an interrupted apply, so flowform moved the journal to \(path); the plan finds the objects that the apply created"
      ]
    case .catalogUnavailable(let reason, let version):
      [
        "note: the server's OpenAPI document cannot be read (\(reason)), so flowform uses the catalog of authentik \(version)"
      ]
    case .state(let sentence): [sentence]
    }
  }
}

extension OpenRollback {
  /// The maximum number of steps that are listed.
  private static let limit = 20

  /// What the interrupted run left, and how to undo that too.
  fileprivate var lines: [String] {
    let begin = "note: the last apply was interrupted during its rollback"
    guard !left.isEmpty else { return ["\(begin); nothing is left to undo"] }
    let past: [Action: String] = [.create: "created", .update: "updated", .delete: "deleted"]
    return ["\(begin); of \(stepCount) \(stepCount == 1 ? "step" : "steps"), these are left:"]
      + left.prefix(Self.limit).map { "  \(past[$0.action] ?? $0.action.rawValue) \($0.address)" }
      + (left.count > Self.limit ? ["  and \(left.count - Self.limit) more"] : [])
      + [
        "to undo them too, apply the blueprints from before that run, with --prune to delete what it created"
      ]
  }
}
