import Catalog
import Model
import OrderedCollections

/// The `id` of each entry that others refer to by `!KeyOf`: its natural key in plain letters, with the kind
/// added if two would be equal.
struct EntryNames: Sendable {
  private(set) var names: [ExportedObject.Identifier: String] = [:]
  private var taken: Set<String>

  /// Names the objects in order; `text` is the source of the name. Objects with a `given` name keep it. `taken` are the
  /// names that other entries have.
  init(
    _ objects: [(object: ExportedObject, text: String)], taken: Set<String> = [],
    given: [ExportedObject.Identifier: GivenName] = [:]
  ) {
    names = given.mapValues(\.name)
    self.taken = taken.union(names.values)
    for (object, text) in objects where names[object.id] == nil { name(object, text) }
  }

  private mutating func name(_ object: ExportedObject, _ text: String) {
    let kind = object.kind.model.split(separator: ".").last.map(String.init) ?? "object"
    let plain = Self.plain(text)
    let first = plain.isEmpty ? kind : plain
    var candidates = [first, "\(first)-\(kind)"].makeIterator()
    var number = 2
    var name = candidates.next() ?? first
    while !taken.insert(name).inserted {
      if let next = candidates.next() {
        name = next
      } else {
        name = "\(first)-\(kind)-\(number)"
        number += 1
      }
    }
    names[object.id] = name
  }

  /// Turns `Login (staff)` into `login-staff`.
  private static func plain(_ text: String) -> String {
    let words = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.joined(separator: "-")
  }
}
