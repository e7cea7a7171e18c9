import Catalog
import Model
import OrderedCollections
import Upgrading
import YAML

/// The form that a value had before a change of authentik.
enum OlderValue {
  /// The old name and value. Nil if the change is about something else, or if there is no sure answer.
  static func of(
    _ tree: YAMLTree, named name: String, undoing change: VersionChange, in kind: Kind
  ) -> (String, YAMLTree)? {
    guard let rewrite = change.rewrite, change.certainty != .inferred, let field = change.field else {
      return nil
    }
    if case .rename(let new, let isWrapped, _) = rewrite {
      guard new == name else { return nil }
      guard isWrapped else { return (field, tree) }
      return unwrapped(tree).map { (field, $0) }
    }
    guard field == name, let value = tree.plain else { return nil }
    switch rewrite {
    case .map(let values):
      let old = values.filter { $0.value == value }.map(\.key)
      guard old.count == 1, values[value] == nil else { return nil }
      return (name, .value(old[0]))
    case .minutes: return value.string.flatMap(minutes).map { (name, .value(.integer($0))) }
    case .redirectURIs:
      return (value.list.flatMap(RedirectLines.text)).map { (name, .value(.string($0))) }
    default: return nil
    }
  }

  private static func unwrapped(_ tree: YAMLTree) -> YAMLTree? {
    switch tree {
    case .list(let items): items.count == 1 ? items[0] : nil
    case .value(.list(let items)): items.count == 1 ? .value(items[0]) : nil
    default: nil
    }
  }

  private static let seconds = [
    "seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400, "weeks": 604_800,
  ]

  /// The whole number of minutes of a duration such as `hours=1;minutes=30`.
  private static func minutes(_ text: String) -> Int? {
    var sum = 0
    for part in text.split(separator: ";") {
      let pair = part.split(separator: "=")
      guard pair.count == 2, let unit = seconds[String(pair[0])], let count = Int(pair[1]), count < 1 << 32
      else {
        return nil
      }
      sum += unit * count
    }
    return sum.isMultiple(of: 60) ? sum / 60 : nil
  }
}
