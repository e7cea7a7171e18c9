import Catalog
import Model
import OrderedCollections

/// Makes the values that the server chooses on every write.
struct ServerChoices {
  let store: StoreTransaction
  let context: RequestContext

  /// Before the object is validated as a whole: adds values for fields that are not sent.
  func fill(_ object: inout ValueMap, _ accepted: inout ValueMap, of kind: ServedKind) throws {
    for choice in kind.choices {
      switch choice {
      case .writer(let field) where accepted[field] == nil:
        guard let key = try context.username.flatMap(store.user(named:))?.primaryKey else { continue }
        object[field] = key
      case .value(let field, let value) where accepted[field] == nil: object[field] = value
      case .discovery: try discover(&object, &accepted)
      default: continue
      }
    }
  }

  /// After validation.
  func apply(to object: inout ValueMap, of kind: ServedKind) throws {
    for choice in kind.choices {
      switch choice {
      case .newTime(let field, let decider, let value) where object[decider] == value:
        object[field] = context.given[field] ?? .string(ObjectMaker.inHalfAnHour())
      case .timeForNull(let field) where object[field] == .null:
        object[field] = context.given[field] ?? .string(ObjectMaker.inHalfAnHour())
      case .adds(let field, let names):
        let keys = object[field]?.list ?? []
        let added = try names.compactMap { try managed($0) }
        object[field] = .list(added.filter { !keys.contains($0) } + keys)
      default: continue
      }
    }
  }

  /// The key of the mapping with this `managed` name.
  private func managed(_ name: String) throws -> Value? {
    guard let kind = store.kinds.kind(ManagedMappings.model), let mapping = ManagedMappings.mapping(name)
    else { return nil }
    let scope = store.kinds.uniqueScope(["managed"], of: kind)
    if let known = try store.holder(scope, ["managed"], in: mapping, except: nil) { return known.primaryKey }
    return try store.insert(kind, try ObjectMaker(store: store).completed(mapping, kind, sent: mapping))
      .primaryKey
  }

  private func discover(_ object: inout ValueMap, _ accepted: inout ValueMap) throws {
    if let address = accepted["oidc_well_known_url"]?.string, !address.isEmpty {
      guard let found = DiscoveryDocument.fields(at: address) else {
        throw Refusal.invalid(["oidc_well_known_url": [.string("Not found: \(address)")]])
      }
      for (field, value) in found where field != "oidc_jwks_url" {
        guard [nil, .null, ""].contains(accepted[field]) else { continue }
        object[field] = value
        accepted[field] = value
      }
      if [nil, .null, ""].contains(accepted["oidc_jwks_url"]) {
        object["oidc_jwks_url"] = found["oidc_jwks_url"]
        accepted["oidc_jwks_url"] = found["oidc_jwks_url"]
      }
    }
    guard let keys = accepted["oidc_jwks_url"]?.string, !keys.isEmpty else { return }
    object["oidc_jwks"] = DiscoveryDocument.keys
  }
}
