import Model

/// The words of every picture about access.
enum AccessText {
  static let everybody = "everybody may open it"
  static let unknown = "not known here"

  /// By what a picture of blueprints goes, and one of a server.
  static let blueprints =
    "As the blueprints say; the server may have more bindings."
  static let live = "As the server says. A disabled binding does not count."

  static func gate(_ gate: AccessGraph.Gate) -> String {
    var text = "\(gate.isNegated ? "not " : "")\(gate.kind.rawValue) \(gate.name)"
    if gate.kind == .policy, gate.passesOnFailure { text += ", or if it fails" }
    return gate.isEnabled ? text : text + " (off)"
  }

  /// How several gates are combined; nil if at most one decides.
  static func mode(of application: AccessGraph.Application) -> String? {
    guard application.decidingGates.count > 1 else { return nil }
    return switch application.mode {
    case .any: "any of these"
    case .all: "all of these"
    }
  }

  /// What the gates do not say; nil if they say all.
  static func remark(on application: AccessGraph.Application) -> String? {
    if application.action == .delete { return "the plan deletes it" }
    if application.access == .everybody { return everybody }
    let count = application.leftOutGates
    if count > 0 { return "\(count) more \(count == 1 ? "binding is" : "bindings are") left out here" }
    return application.access == .unknown ? unknown : nil
  }

  static func provider(_ provider: AccessGraph.Provider) -> String {
    provider.kind.isEmpty ? provider.name : "\(provider.kind) · \(provider.name)"
  }

  /// The name that people see, and the slug if it is another.
  static func title(of application: AccessGraph.Application) -> String {
    application.name.isEmpty ? application.slug : application.name
  }

  /// How many applications there are, and how many of them everybody may open.
  static func summary(_ graph: AccessGraph) -> String {
    let applications = counted(graph.applications.count, "application")
    return graph.open.isEmpty
      ? applications : "\(applications), \(graph.open.count) of them open to everybody"
  }
}
