import Catalog
import Model
import OrderedCollections
import YAML

/// An object that `!Find` can find: one of another entry, or one that authentik itself creates.
struct KnownObject {
  let model: String
  /// The fields that find it, each with its value.
  let conditions: [(field: String, value: String)]
  /// All known texts of it.
  let fields: [(field: String, value: String)]
  /// The file, or `authentik`.
  let origin: String
  /// What a flow is for.
  let designation: String?

  /// True if the entry has an id for `!KeyOf`.
  let hasID: Bool

  /// Nil if the entry's identifiers are not all plain texts.
  init?(_ entry: EntryFacts, in file: String) {
    guard let model = entry.model?.text.lowercased(), entry.state != "absent" else { return nil }
    func texts(_ pairs: [(key: String?, text: String?)]) -> [(field: String, value: String)] {
      pairs.compactMap { pair in
        guard let key = pair.key, let text = pair.text, !text.isEmpty, !text.contains("\n") else {
          return nil
        }
        return (key, text)
      }
    }
    conditions = texts(entry.identifiers.map { ($0.key.text, $0.value.plainText) })
    guard !conditions.isEmpty, conditions.count == entry.identifiers.count else { return nil }
    self.model = model
    fields = conditions + texts(entry.attrs.map { ($0.key.text, $0.value.plainText) })
    origin = file
    hasID = entry.id != nil
    designation = entry.field("designation")?.plainText
  }

  init(_ object: ShippedObject) {
    model = object.model
    fields = object.fields.compactMap { name, value in value.string.map { (name, $0) } }
    conditions = Array(fields.prefix(1))
    origin = "authentik"
    hasID = false
    designation = object.fields["designation"]?.string
  }

  /// The arguments of `!Find` behind the model.
  var conditionTexts: String {
    conditions.map { "[\($0.field), \(CompletionText.text($0.value, isInFlow: true))]" }.joined(
      separator: ", ")
  }

  var find: String { "!Find [\(model), \(conditionTexts)]" }
}
