/// How much more a page can hold. A browser must be able to open it, and the page says what it leaves out.
struct PageRoom {
  /// The room for the values and pictures of objects, in bytes.
  private var details = 6_000_000
  /// The room for the names of objects.
  private var names = 6_000_000
  private(set) var missingDetails = 0
  private(set) var missingObjects = 0

  /// About the size of the markup around each object.
  private static let frame = 150

  /// Larger plans show the details of their objects folded.
  static let mostOpen = 200

  mutating func hasRoom(forDetails text: Markup) -> Bool {
    let size = text.text.utf8.count
    guard size <= details else {
      missingDetails += 1
      return false
    }
    details -= size
    return true
  }

  mutating func hasRoom(forObject text: Markup, count: Int) -> Bool {
    let size = text.text.utf8.count + Self.frame
    guard size <= names else {
      missingObjects += count
      return false
    }
    names -= size
    return true
  }

  /// A sentence about the left-out parts; empty if nothing is left out.
  var sentence: String {
    var parts: [String] = []
    if missingDetails > 0 { parts.append("the details of \(counted(missingDetails, "object"))") }
    if missingObjects > 0 { parts.append("\(counted(missingObjects, "object")) entirely") }
    guard !parts.isEmpty else { return "" }
    return
      "This page leaves out \(parts.joined(separator: ", and ")), because it would be too large for a browser. `flowform plan -v` shows all of it."
  }
}
