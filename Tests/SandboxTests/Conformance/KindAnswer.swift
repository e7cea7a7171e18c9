import Catalog
import Model
import OrderedCollections

@testable import Sandbox

/// Makes the answers of two servers comparable, although one of them has more objects.
struct KindAnswer {
  let kind: ServedKind?
  /// The keys of the objects that the recordings have created so far.
  let made: Set<String>
  let recording: Recording

  func differences(_ answered: Value, recorded: Value) -> [Difference] {
    if recording.target.hasSuffix("/used_by/") {
      return Difference.all(Self.users(answered, made), recorded: Self.users(recorded, made))
    }
    if recording.method == "OPTIONS" {
      return Difference.all(Self.described(answered), recorded: Self.described(recorded))
    }
    guard let ours = answered["results"]?.list, let theirs = recorded["results"]?.list else {
      return Difference.all(plain(answered), recorded: plain(recorded))
    }
    // The recorded server also had objects of other recordings, so its page may be another one.
    let isAlone =
      theirs.allSatisfy { key($0).map(made.contains) ?? false }
      && recorded["pagination"]?["count"] == .integer(theirs.count)
    let (ourKeys, theirKeys) = (Set(ours.compactMap(key)), Set(theirs.compactMap(key)))
    func page(_ answer: Value, _ results: [Value], beside other: Set<String>) -> Value {
      var page = answer.map ?? [:]
      let shared = isAlone ? results : results.filter { key($0).map(other.contains) ?? false }
      page["results"] = .list(shared.map(plain))
      // The suggestions for queries are not listed.
      if page["autocomplete"] != nil { page["autocomplete"] = [:] }
      if !isAlone { page["pagination"] = .list(page["pagination"]?.map?.keys.map(Value.string) ?? []) }
      return .map(page)
    }
    return Difference.all(
      page(answered, ours, beside: theirKeys), recorded: page(recorded, theirs, beside: ourKeys))
  }

  /// Removes the texts for people from the answer to OPTIONS: the catalog does not contain them.
  private static func described(_ answer: Value) -> Value {
    .map((answer.map ?? [:]).filter { !["name", "description", "actions"].contains($0.key) })
  }

  private func key(_ object: Value) -> String? {
    object[kind?.kind.primaryKey ?? "pk"].flatMap(Coercion.text)
  }

  private static func users(_ answer: Value, _ made: Set<String>) -> Value {
    let users = (answer.list ?? []).filter { made.contains($0["pk"]?.string ?? "") }
    return .list(Set(users).sorted { JSONWriter.write($0) < JSONWriter.write($1) })
  }

  /// Removes parts that differ between any two answers: pictures, signatures, and the order of sets.
  private func plain(_ value: Value) -> Value {
    switch value {
    case .map(let members):
      return .map(
        ValueMap(
          uniqueKeysWithValues: members.filter { !Self.ignored.contains($0.key) }.map { name, value in
            if Self.times.contains(name), value.string != nil { return (name, "a time") }
            return (name, isSet(name) ? Self.sorted(plain(value)) : plain(value))
          }))
    case .list(let items): return .list(items.map(plain))
    case .string(let text):
      guard text.hasPrefix("/files/media/"), let end = text.firstIndex(of: "?") else { return value }
      return .string(String(text[..<end]))
    default: return value
    }
  }

  /// True for the keys of other objects, and for the objects themselves.
  private func isSet(_ name: String) -> Bool {
    if let field = kind?.kind.field(name), field.isSet { return true }
    return name.hasSuffix("_obj") || ["users", "children", "property_mappings", "outpost_set"].contains(name)
  }

  private static func sorted(_ value: Value) -> Value {
    value.list.map { .list($0.sorted { JSONWriter.write($0) < JSONWriter.write($1) }) } ?? value
  }

  /// Pictures.
  private static let ignored: Set<String> = ["avatar"]

  private static let times: Set<String> = [
    "last_updated", "last_applied", "password_change_date",
  ]
}
