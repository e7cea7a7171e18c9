import Catalog
import Model
import OrderedCollections

/// Finds the user that a visitor names.
struct UserSearch {
  let store: StoreTransaction
  /// The fields to look into, such as `email`.
  let fields: [String]
  let ignoresCase: Bool

  init(store: StoreTransaction, stage: ValueMap) {
    self.store = store
    fields = (stage["user_fields"]?.list ?? []).compactMap(\.string)
    ignoresCase = stage["case_insensitive_matching"] != false
  }

  /// E-mail addresses match in any case of letters (recorded). Service accounts of the server itself are not found.
  func user(named name: String) throws -> StoredObject? {
    guard !name.isEmpty, let kind = store.kinds.kind(TokenUsers.model) else { return nil }
    var query = ListQuery(kind)
    if !fields.contains("upn") { query.search(name) }
    return try store.objects(query, limit: -1, offset: 0).first { user in
      user.fields["type"] != "internal_service_account" && fields.contains { matches(user, $0, name) }
    }
  }

  private func matches(_ user: StoredObject, _ field: String, _ name: String) -> Bool {
    let value = field == "upn" ? user.fields["attributes"]?["upn"]?.string : user.fields[field]?.string
    return ignoresCase || field == "email" ? value?.lowercased() == name.lowercased() : value == name
  }
}
