package import Model
import OrderedCollections

/// The JSON type of a field's values.
package indirect enum FieldType: Sendable, Hashable {
  case text(TextFormat)
  case boolean
  case integer
  case number
  /// One of the field's choices.
  case choice([String])
  case list(FieldType)
  /// A map with known members, such as an element of `redirect_uris`.
  case object([Field])
  /// A map with any members.
  case map
  /// Any JSON value.
  case any

  package enum TextFormat: String, Sendable, Hashable {
    case plain = ""
    case uuid, uri, email, binary
    case dateTime = "date-time"
  }
}

extension FieldType {
  /// The type in a row: `text`, `uuid`, `boolean`, … for a simple type, a list of texts for choices,
  /// `{"list": ITEM}` for a list, and `{"object": [MEMBER, …]}` with a row for each member of an object.
  package var row: Value {
    switch self {
    case .text(.plain): "text"
    case .text(let format): .string(format.rawValue)
    case .boolean: "boolean"
    case .integer: "integer"
    case .number: "number"
    case .choice(let choices): .list(choices.map(Value.string))
    case .list(let item): ["list": item.row]
    case .object(let members): ["object": .list(members.map(\.row))]
    case .map: "map"
    case .any: "any"
    }
  }

  /// Reads the type from a row; an unknown type is `any`.
  package init(row: Value) {
    switch row {
    case "text": self = .text(.plain)
    case "boolean": self = .boolean
    case "integer": self = .integer
    case "number": self = .number
    case "map": self = .map
    case .string(let name): self = TextFormat(rawValue: name).map(FieldType.text) ?? .any
    case .list(let choices): self = .choice(choices.compactMap(\.string))
    case .map(let entries):
      self =
        if let members = entries["object"]?.list {
          .object(members.compactMap(Field.init(row:)))
        } else {
          .list(FieldType(row: entries["list"] ?? "any"))
        }
    default: self = .any
    }
  }

  /// The name of this type in a message.
  package var name: String {
    switch self {
    case .text(.plain): "a text"
    case .text(.uuid): "a UUID"
    case .text(.uri): "a URL"
    case .text(.email): "an e-mail address"
    case .text(.dateTime): "a date and time"
    case .text(.binary): "a file"
    case .boolean: "a boolean"
    case .integer: "an integer"
    case .number: "a number"
    case .choice(let choices): "one of \(choices.joined(separator: ", "))"
    case .list: "a list"
    case .map, .object: "a map"
    case .any: "a value"
    }
  }
}

extension FieldType {
  package var isList: Bool {
    if case .list = self { true } else { false }
  }

  /// The type with plain maps instead of objects with known members.
  var withoutMembers: FieldType {
    switch self {
    case .object: .map
    case .list(let item): .list(item.withoutMembers)
    default: self
    }
  }

  /// The members of an object, or of each object of a list; nil for any other type.
  package var members: [Field]? {
    switch self {
    case .object(let members): members
    case .list(let item): item.members
    default: nil
    }
  }
}
