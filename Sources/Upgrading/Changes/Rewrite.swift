package import Model
import OrderedCollections

/// How an old form becomes the new one.
package enum Rewrite: Sendable, Hashable {
  /// Renames the field. With `isWrapped`, the value becomes the only item of a list. `adding` are fields to add.
  case rename(String, isWrapped: Bool, adding: [String: String])
  /// Adds the field with a value, which is YAML on one line. It is placed after the field `after`, if that is there.
  case set(String, after: String?)
  case drop
  /// Replaces values by others.
  case map([Value: Value])
  /// Turns a number of minutes into a duration.
  case minutes
  /// Turns the lines of a text into a list of objects.
  case redirectURIs
  /// Removes a prefix of the text.
  case strip(String)
  /// Replaces a word inside of the text.
  case replace(String, by: String)
  /// Replaces the name of a condition of `!Find`, or its part before `__`.
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
