package import Model
package import Operations
import Planning

/// What a plan says about the entries of a set, for the lines above them.
package struct LensLook: Sendable {
  /// A short text for each object that an entry describes.
  package let texts: [ResourceAddress: String]
  /// Why there are none. Nil if the server could be read.
  package let problem: String?

  package init(texts: [ResourceAddress: String] = [:], problem: String? = nil) {
    self.texts = texts
    self.problem = problem
  }

  /// What a plan says.
  package init(_ result: PlanResult) {
    switch result {
    case .invalid:
      self.init(problem: "the blueprints have mistakes, so they cannot be compared with the server")
    case .made(let made):
      let texts = Dictionary(made.plan.changes.map { ($0.address, Self.text($0)) }) { $1 }
      self.init(texts: texts)
    }
  }

  private static func text(_ change: PlannedChange) -> String {
    let fields = change.fields.map(\.path.description)
    let shown = fields.count > 4 ? "\(fields.count) fields" : fields.joined(separator: ", ")
    return switch change.action {
    case .create: "will be created"
    case .update:
      change.isRestore ? "changed outside, will be restored: \(shown)" : "will be updated: \(shown)"
    case .delete: "will be deleted"
    case .adopt: "is on the server, will be adopted"
    case .skip: "not applied"
    case .unchanged: "unchanged"
    }
  }
}
