import Catalog
import Model
import OrderedCollections

/// A kind that the embedded server serves: its row of the catalog, and what a row cannot say.
struct ServedKind: Sendable {
  let kind: Kind
  /// What a create without a field stores.
  let defaults: [String: Value]
  /// Stored fields that the server chooses: a new UUID each.
  let identifiers: [String]
  let computed: [String: ComputedField]
  /// Fields whose text names a file of the storage.
  let fileNames: Set<String>
  let searched: [String]
  let defaultOrdering: [String]
  /// Filters whose name is not the name of an answer's field.
  let filterFields: [String: String]
  let actions: [String: KindAction]

  init(
    kind: Kind, defaults: [String: Value] = [:], identifiers: [String] = [],
    computed: [String: ComputedField] = [:], fileNames: Set<String> = [], searched: [String] = [],
    defaultOrdering: [String] = [], filterFields: [String: String] = [:],
    actions: [String: KindAction] = [:]
  ) {
    self.kind = kind
    self.defaults = defaults
    self.identifiers = identifiers
    // A row says which fields a version has, and which of them are read-only.
    self.computed = computed.filter { kind.field($0.key)?.isReadOnly == true }
    self.fileNames = fileNames.filter { kind.field($0)?.isReadOnly == false }
    self.searched = searched
    self.defaultOrdering = defaultOrdering
    self.filterFields = filterFields
    self.actions = actions
  }

  /// The name in messages, as in `No Flow matches the given query.`
  var name: String { kind.component }

  var detailField: String { kind.detailField ?? kind.primaryKey }

  /// The fields that are stored and answered, and so can be ordered and filtered by.
  var storedFields: [Field] {
    kind.fields.filter { computed[$0.name] == nil && !$0.isWriteOnly }
  }

  /// The field behind a filter, or nil where the sandbox has no such value.
  func field(ofFilter filter: String) -> String? {
    if let field = filterFields[filter] { return field }
    return storedFields.contains { $0.name == filter } ? filter : nil
  }

  /// An answer: the row's fields in their order, stored or computed.
  func answer(_ stored: ValueMap) -> Value {
    var answer = ValueMap(minimumCapacity: kind.fields.count)
    for field in kind.fields where !field.isWriteOnly {
      answer[field.name] =
        computed[field.name]?.value(of: stored) ?? stored[field.name] ?? defaults[field.name] ?? .null
    }
    return .map(answer)
  }
}
