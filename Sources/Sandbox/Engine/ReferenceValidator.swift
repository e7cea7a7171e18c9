import Catalog
import Model
import OrderedCollections

/// Validates the primary keys of other objects, like Django REST framework (recorded from both versions).
struct ReferenceValidator {
  let store: StoreTransaction
  /// The keys of the list before an update, if the list keeps its order.
  var former: [Value]?

  /// Nil for a field that refers to no known kind.
  func outcome(_ value: Value, for field: Field) throws -> FieldValidator.Outcome? {
    guard let model = field.refersTo, !store.kinds.kinds(referredToAs: model).isEmpty else { return nil }
    if case .list = field.type { return try list(value, field, model) }
    // An empty text counts as null.
    if value.isNull || value == "" {
      return field.isNullable ? .accepted(.null) : .refused("This field may not be null.")
    }
    switch try key(value, model) {
    case .found(let object): return .accepted(object.primaryKey)
    case .wrong(let message): return .refused(message)
    }
  }

  private func list(_ value: Value, _ field: Field, _ model: String) throws -> FieldValidator.Outcome {
    if value.isNull { return .refused("This field may not be null.") }
    guard let items = value.list else {
      return .refused("Expected a list of items but got type \"\(PythonText.typeName(value))\".")
    }
    guard !items.isEmpty || !field.isRequired else { return .refused("This list may not be empty.") }
    var objects: [StoredObject] = []
    for item in items {
      switch try key(item, model) {
      case .found(let object): objects.append(object)
      case .wrong(let message): return .refused(message)
      }
    }
    // The database keeps a set, and answers it in its own order.
    let sent = objects.map(\.primaryKey)
    if let former {
      // Known keys keep their place, and new keys are appended (recorded from both versions, measured on 2025.10.4 and
      // 2026.2.2). It is the order of the rows in PostgreSQL, which authentik does not promise.
      return .accepted(.list(Array(OrderedSet(former.filter(sent.contains) + sent))))
    }
    objects.sort { $0.position < $1.position }
    return .accepted(.list(Array(OrderedSet(objects.map(\.primaryKey)))))
  }

  private enum Key {
    case found(StoredObject)
    case wrong(String)
  }

  private func key(_ value: Value, _ model: String) throws -> Key {
    if case .bool = value { return .wrong(Self.wrongType(value)) }
    let isNumber = store.kinds.kinds(referredToAs: model).first.map {
      $0.kind.field($0.kind.primaryKey)?.type == .integer
    }
    let key: Value
    if isNumber == true {
      guard let number = Coercion.integer(value) else { return .wrong(Self.wrongType(value)) }
      key = .integer(number)
    } else if case .integer = value {
      return .wrong(Self.missing(value))
    } else {
      let text = PythonText.text(value)
      guard case .string = value, let identifier = Coercion.canonicalUUID(text) else {
        return .wrong("“\(text)” is not a valid UUID.")
      }
      key = .string(identifier)
    }
    return try store.object(referredToAs: model, by: key).map(Key.found) ?? .wrong(Self.missing(value))
  }

  private static func missing(_ value: Value) -> String {
    "Invalid pk \"\(PythonText.text(value))\" - object does not exist."
  }

  private static func wrongType(_ value: Value) -> String {
    "Incorrect type. Expected pk value, received \(PythonText.typeName(value))."
  }
}
