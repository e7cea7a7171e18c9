import Catalog
import GRDB
import Model
import OrderedCollections

extension StoreTransaction {
  /// Stores an object as a server answers it. What it refers to may come later.
  func seed(_ kind: ServedKind, _ answer: ValueMap) throws {
    // The list of a base class repeats what the lists of its members hold, but for objects that are of no member,
    // such as the built-in source.
    if kind.isBase, answer["meta_model_name"]?.string ?? kind.kind.model != kind.kind.model { return }
    let object = answer.filter { kind.computed[$0.key] == nil }
    if kind.kind.model == TokenUsers.model, let user = try holder(kind, ["username"], in: object, except: nil)
    {
      // The users of the tokens are there before anything is added.
      try remove(user)
    }
    try insert(kind, object)
  }
}
