package import Model
import OrderedCollections

/// How an old form becomes the new one.
package enum Rewrite: Sendable, Hashable {
  /// Another name for the field. With `isWrapped`, the value becomes the only item of a list.
  case rename(String, isWrapped: Bool, adding: [String: String])
  /// A field that is added, as YAML in one line, preferably behind the field `after`.
  case set(String, after: String?)
  case drop
  /// Other values for some.
  case map([Value: Value])
  /// A number of minutes as a duration.
  case minutes
  /// The lines of a text as a list of objects.
  case redirectURIs
  /// The text without the beginning.
  case strip(String)
  /// A word in a text, replaced by another.
  case replace(String, by: String)
  /// The name of a condition of `!Find`, or its first part.
  case lookUp(String, by: String)

  init?(row: Value) {
    func pair(_ key: String) -> (String, String)? {
      guard let texts = row[key]?.list?.compactMap(\.string), texts.count == 2 else { return nil }
      return (texts[0], texts[1])
    }
    if let name = row["rename"]?.string {
      let adding = (row["also"]?.map ?? [:]).compactMapValues(\.string)
      self = .rename(
        name, isWrapped: row["wrap"] == true,
        adding: Dictionary(uniqueKeysWithValues: adding.map { ($0.key, $0.value) }))
    } else if let value = row["set"]?.string {
      self = .set(value, after: row["after"]?.string)
    } else if row["drop"] == true {
      self = .drop
    } else if let pairs = row["map"]?.list {
      let values = pairs.compactMap { pair -> (Value, Value)? in
        guard let pair = pair.list, pair.count == 2 else { return nil }
        return (pair[0], pair[1])
      }
      self = .map(Dictionary(values) { $1 })
    } else if row["format"] == "minutes" {
      self = .minutes
    } else if row["format"] == "redirect-uris" {
      self = .redirectURIs
    } else if let prefix = row["strip"]?.string {
      self = .strip(prefix)
    } else if let (old, new) = pair("replace") {
      self = .replace(old, by: new)
    } else if let (old, new) = pair("lookup") {
      self = .lookUp(old, by: new)
    } else {
      return nil
    }
  }
}
