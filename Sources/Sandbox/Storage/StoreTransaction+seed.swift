import Catalog
import Model
import OrderedCollections

extension StoreTransaction {
  /// Stores an object in the server's form. Objects that it refers to may be added later.
  func seed(_ kind: ServedKind, _ answer: ValueMap) throws {
    // The list of a base class repeats the lists of its members, except for objects of no member, such as the
    // built-in source.
    if kind.isBase, answer["meta_model_name"]?.string ?? kind.kind.model != kind.kind.model { return }
    var object = answer.filter { kind.computed[$0.key] == nil }
    for (name, computed) in kind.computed {
      switch computed {
      case .isSet(let field) where answer[name] == true:
        // Facts that no answer shows: that it exists, and its kind.
        let isElliptic = ["key_type", "private_key_type"].contains { answer[$0] == "ec" }
        object[field] = isElliptic ? "-----BEGIN EC PRIVATE KEY-----" : "-----BEGIN RSA PRIVATE KEY-----"
      case .owner: object[name] = answer[name]
      default: continue
      }
    }
    if kind.kind.model == TokenUsers.model, let user = try holder(kind, ["username"], in: object, except: nil)
    {
      // The tokens' users exist before anything is added.
      try remove(user)
    }
    try insert(kind, object)
  }
}
