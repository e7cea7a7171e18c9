/// Gives each part of a page a name of its own, which links lead to.
package struct Anchors: Sendable {
  private var taken: [String: Int] = [:]

  package init() {}

  /// A name made of the text's letters and digits. It is the same for the same page, so that a link stays right.
  package mutating func make(_ text: String) -> String {
    var name = ""
    for scalar in text.unicodeScalars.prefix(Self.longest) {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_", ".": name.unicodeScalars.append(scalar)
      default: if !name.hasSuffix("-") { name += "-" }
      }
    }
    while name.hasSuffix("-") { name.removeLast() }
    var candidate = name.isEmpty ? "part" : name
    while let count = taken[candidate] {
      taken[candidate] = count + 1
      candidate += "-\(count + 1)"
    }
    taken[candidate] = 1
    return candidate
  }

  private static let longest = 120
}
