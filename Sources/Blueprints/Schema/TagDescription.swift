/// A description of a tag in one sentence, and the forms of its argument.
package struct TagDescription: Sendable {
  /// The names of the forms in YAML editors.
  package enum Form: String, Sendable {
    case scalar, sequence
  }

  package let name: String
  package let forms: [Form]
  package let text: String

  package static let all = [
    TagDescription(
      name: "!KeyOf", forms: [.scalar], text: "The key of the entry with this `id` in this file."),
    TagDescription(
      name: "!Find", forms: [.sequence],
      text: "The key of an object: `[model, [field, value], …]`."),
    TagDescription(
      name: "!FindObject", forms: [.sequence], text: "Like !Find, but gives the whole object, for !AtIndex."),
    TagDescription(
      name: "!Context", forms: [.scalar, .sequence],
      text: "A value of the context: `key` or `[key, default]`."),
    TagDescription(
      name: "!Env", forms: [.scalar, .sequence],
      text: "An environment variable: `NAME` or `[NAME, default]`."),
    TagDescription(
      name: "!File", forms: [.scalar, .sequence], text: "The text of a file: `path` or `[path, default]`."),
    TagDescription(
      name: "!Format", forms: [.sequence], text: "Python's `%` operator: `[format, argument, …]`."),
    TagDescription(name: "!If", forms: [.sequence], text: "`[condition, then, else]`."),
    TagDescription(
      name: "!Condition", forms: [.sequence],
      text: "`[MODE, value, …]`, with AND, NAND, OR, NOR, XOR or XNOR."),
    TagDescription(
      name: "!Enumerate", forms: [.sequence],
      text: "The body once for each item: `[items, SEQ or MAP, body]`."),
    TagDescription(
      name: "!Index", forms: [.scalar],
      text: "Inside !Enumerate, the index or key of the item; 0 is the innermost."),
    TagDescription(
      name: "!Value", forms: [.scalar], text: "Inside !Enumerate, the item; 0 is the innermost."),
    TagDescription(
      name: "!AtIndex", forms: [.sequence], text: "An element: `[list or map, index, default]`."),
    TagDescription(name: "!ParseJSON", forms: [.scalar], text: "The value of a JSON text."),
  ]

  /// The tags in the form of VS Code's YAML extension, for its setting `yaml.customTags`: `!KeyOf scalar`.
  package static var customTags: [String] {
    all.flatMap { tag in tag.forms.map { "\(tag.name) \($0.rawValue)" } }
  }
}
