import Catalog
import Model
import OrderedCollections
import YAML

extension Resolution {
  /// Returns the permissions that an entry grants. Nil if one of them is wrong.
  mutating func permissions(of index: Int, _ attrs: [DeclaredField]) -> [DeclaredPermission]? {
    let nodes = table[index].entry.permissions
    var permissions = nodes.map { permission($0, scope(index)) }
    if let field = attrs.first(where: { $0.name == "permissions" }), let kind = kind(of: index),
      isGrantedThroughRole(kind)
    {
      permissions += ownPermissions(field, of: index)
    }
    let known = permissions.compactMap { $0 }
    return known.count == permissions.count ? known : nil
  }

  /// True if a user's own permissions are no field of the user: the server then grants permissions to roles only.
  func isGrantedThroughRole(_ kind: Kind) -> Bool {
    kind.model == "authentik_core.user" && !catalog.grantsToUsers
  }

  private mutating func permission(_ node: Node, _ scope: Scope) -> DeclaredPermission? {
    guard let value = value(of: node, scope) else { return nil }
    guard let map = value.map, let permission = map["permission"]?.string else {
      reportError("a permission is a map with `permission`, and `role` or `user`", node, scope)
      return nil
    }
    let (role, user) = (Self.given(map["role"]), Self.given(map["user"]))
    if let role { return DeclaredPermission(permission: permission, role: role, user: nil, mark: node.mark) }
    guard let user else {
      reportError(
        "the permission `\(permission)` has no holder; name a `role` or a `user`", node, scope)
      return nil
    }
    if catalog.grantsToUsers {
      return DeclaredPermission(permission: permission, role: nil, user: user, mark: node.mark)
    }
    guard let role = ownRole(of: user, at: location(node, scope), scope) else { return nil }
    return DeclaredPermission(permission: permission, role: role, user: nil, mark: node.mark)
  }

  /// The permissions that the attributes of a user grant to that user.
  private mutating func ownPermissions(_ field: DeclaredField, of index: Int) -> [DeclaredPermission?] {
    let names = (field.value.list ?? []).compactMap(\.string)
    guard !names.isEmpty, let identity = identity(of: index) else { return [] }
    let user = Value.reference(Reference(identity.address, symbol: .null))
    let place = field.valueMark.location(in: table[index].entry.file)
    guard let role = ownRole(of: user, at: place, scope(index)) else { return [nil] }
    return names.map {
      DeclaredPermission(permission: $0, role: role, user: nil, isEverywhere: true, mark: field.valueMark)
    }
  }

  /// The role that the server keeps for the permissions of a single user.
  ///
  /// The server creates it when it first needs it. Its name is `ak-managed-role--user-` and the user's key (authentik
  /// 2025.12 to 2026.5). The API cannot create it.
  private mutating func ownRole(of user: Value, at place: SourceLocation, _ scope: Scope) -> Value? {
    var key: Value? = located(user)
    if case .reference(let reference)? = key { key = reference.known }
    let symbol: Value = ["own_role_of": user.symbolized]
    var isThere = true
    if let name = key.flatMap(Coercion.text).map({ "ak-managed-role--user-\($0)" }) {
      let conditions = [FindCondition(field: "name", value: .string(name))]
      guard
        let answer = options.isOffline ? nil : questions.ask(.find(model: Self.role, conditions: conditions))
      else {
        return Self.symbolic(symbol)
      }
      if let role = answer.value {
        let address = ResourceAddress(model: Self.role, identifiers: [(key: "name", value: .string(name))])
        let known = self.key(.primaryKey, of: role, catalog.kind(Self.role))
        return .reference(Reference(address, known: known, symbol: symbol))
      }
      isThere = false
    }
    if isThere, hasOpenEnd { return Self.symbolic(symbol) }
    report(
      .error(
        "the API grants permissions to roles, not to users, and this user has no role of its own; grant the permission to a role that the user has",
        at: place), scope)
    return nil
  }

  private static let role = "authentik_rbac.role"

  private static func given(_ value: Value?) -> Value? {
    value.flatMap { $0.isNull ? Value?.none : $0 }
  }
}
