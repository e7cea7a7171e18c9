/// An endpoint below a kind's path, besides the ones that every kind has.
enum KindAction: Sendable {
  // Below the collection:
  case cacheInfo, cacheClear
  // Below one object:
  case diagram, execute, export

  var isOfOneObject: Bool {
    switch self {
    case .cacheInfo, .cacheClear: false
    case .diagram, .execute, .export: true
    }
  }

  /// The methods of its `Allow` header.
  var methods: String {
    switch self {
    case .cacheClear: "POST, OPTIONS"
    case .cacheInfo, .diagram, .execute, .export: "GET, HEAD, OPTIONS"
    }
  }
}
