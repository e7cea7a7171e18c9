import Catalog
import Model
import OrderedCollections

/// What a user has to do on another server before an export can be applied there: secrets, certificates, and other objects
/// that an export never holds.
struct ExportAdvice {
  private let index: ObjectIndex
  private var secrets: [String] = []
  /// Those that the server never shows, so that it may not have them at all.
  private var hidden: [String] = []
  /// The names of the objects that entries look up, by model.
  private var others: [String: OrderedSet<String>] = [:]

  init(_ index: ObjectIndex) {
    self.index = index
  }

  /// Notes what the entry of an object leaves to the user.
  mutating func add(_ object: ExportedObject, _ writer: EntryWriter) {
    for secret in writer.secrets {
      let text = "\(secret.variable) (`\(secret.field)` of \(object.kind.model) \(writer.keyText))"
      if object.fields[secret.field] == nil { hidden.append(text) } else { secrets.append(text) }
    }
    for field in object.writtenFields {
      let value = object.fields[field.name] ?? .null
      for key in value.list ?? [value] {
        guard let other = index.object(key, of: field), other.managed == nil,
          !ExportScope.describes(other.kind)
        else { continue }
        let name = ["name", "identifier", "domain"].lazy.compactMap { other.fields[$0]?.string }.first
        others[other.kind.model, default: []].append(name ?? other.id.key)
      }
    }
  }

  var diagnostics: [Diagnostic] {
    var found: [Diagnostic] = []
    let all = secrets + hidden
    if !all.isEmpty {
      let count = all.count == 1 ? "1 secret is" : "\(all.count) secrets are"
      found.append(
        .note(
          "\(count) not in the export; where another server needs one, write it as !Env (--secrets-from-env does), and set the variable: \(Self.list(all))",
          at: nil))
    }
    for (model, names) in others.sorted(by: { $0.key < $1.key }) {
      let list = Self.list(names.sorted())
      let what =
        model == "authentik_crypto.certificatekeypair"
        ? "certificates with their keys are not in the export; create or upload them on another server, under the same names, before you apply: \(list)"
        : "objects of \(model) are not in the export; create them on another server before you apply: \(list)"
      found.append(.note(what, at: nil))
    }
    return found
  }

  private static func list(_ names: [String]) -> String {
    let limit = 20
    let more = names.count > limit ? " and \(names.count - limit) more" : ""
    return names.prefix(limit).joined(separator: ", ") + more
  }
}
