/// The kinds of symbol that editors have pictures for, as far as blueprints use them.
enum SymbolKind: Int {
  case module = 2
  case package = 4
  case klass = 5
  case method = 6
  case property = 7
  case function = 12
  case constant = 14
  case object = 19
  case event = 24

  /// The kinds of entry, by the beginning of the model.
  private static let models: [(prefix: String, kind: SymbolKind)] = [
    ("authentik_flows.flowstagebinding", .event), ("authentik_policies.policybinding", .event),
    ("authentik_flows.", .klass), ("authentik_stages_", .method), ("authentik_policies_", .function),
    ("authentik_blueprints.", .package), ("authentik_providers_", .module),
  ]

  init(model: String) {
    self = Self.models.first { model.hasPrefix($0.prefix) }?.kind ?? .object
  }
}
