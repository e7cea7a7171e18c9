import Catalog
import Model

/// The versions of authentik that have something, in a sentence.
struct Lifetime {
  /// Nil if no known version has it.
  let text: String?

  /// `holds` tells it of each version that is built in, from the oldest on. After a gap, only the last time counts.
  init(_ holds: [Bool]) {
    let versions = EmbeddedCatalog.all
    guard let last = holds.lastIndex(of: true), holds.count == versions.count else {
      text = nil
      return
    }
    var first = last
    while first > 0, holds[first - 1] { first -= 1 }
    let start = "authentik \(versions[first].family)" + (first == 0 ? " or before" : "")
    text =
      last == versions.count - 1
      ? "Since \(start)." : "Since \(start), and until authentik \(versions[last].name)."
  }

  /// The versions that have a kind.
  init(of model: String) {
    self.init(KindHistory.kinds(model).map { $0 != nil })
  }

  /// The versions that have a field.
  init(of field: String, in model: String) {
    self.init(KindHistory.kinds(model).map { $0?.field(field) != nil })
  }

  /// The families that brought choices to a field that it did not have from the start.
  static func newChoices(of field: String, in model: String) -> [String: String] {
    var known: Set<String>?
    var found: [String: String] = [:]
    for (kind, version) in zip(KindHistory.kinds(model), EmbeddedCatalog.all) {
      guard case .choice(let choices)? = kind?.field(field)?.type else { continue }
      for choice in choices where known?.contains(choice) == false { found[choice] = version.family }
      known = (known ?? []).union(choices)
    }
    return found
  }
}
