/// What a tag is for, in a sentence, and what may stand behind it.
package struct TagDescription: Sendable {
  /// As YAML's editors call it.
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
      name: "!FindObject", forms: [.sequence], text: "As !Find, but the whole object, for !AtIndex."),
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
      name: "!Index", forms: [.scalar], text: "Inside !Enumerate, where the item stands; 0 is the innermost."),
    TagDescription(
      name: "!Value", forms: [.scalar], text: "Inside !Enumerate, the item; 0 is the innermost."),
    TagDescription(
      name: "!AtIndex", forms: [.sequence], text: "An element: `[list or map, index, default]`."),
    TagDescription(name: "!ParseJSON", forms: [.scalar], text: "What a JSON text holds."),
  ]

  /// As the setting `yaml.customTags` of VS Code's YAML extension takes them: `!KeyOf scalar`.
  package static var customTags: [String] {
    all.flatMap { tag in tag.forms.map { "\(tag.name) \($0.rawValue)" } }
  }
}
