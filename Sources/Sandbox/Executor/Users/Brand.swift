import Catalog
import Model
import OrderedCollections

/// The brand whose flows count: the sandbox only looks at the default one.
enum Brand {
  static func current(_ store: StoreTransaction) throws -> ValueMap? {
    guard let kind = store.kinds.kind("authentik_brands.brand") else { return nil }
    var query = ListQuery(kind)
    query.filter("default", equals: true)
    return try store.objects(query, limit: 1, offset: 0).first?.fields
  }
}
