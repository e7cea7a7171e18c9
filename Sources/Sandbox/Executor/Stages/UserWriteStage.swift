import Catalog
import Model
import OrderedCollections

/// A stage that writes the answers of prompts into a user, a new one or the run's; it acts at once.
struct UserWriteStage: FlowStage {
  private static let failed = "Failed to update user. Please try again later."

  func show(_ run: FlowRun) throws -> StageResult {
    guard let prompts = run.plan?.context.values[PlanContext.prompts]?.map else {
      return .denied("No Pending data.")
    }
    guard let kind = run.store.kinds.kind(TokenUsers.model) else { return .denied(nil) }
    let mode = run.stage["user_creation_mode"]?.string ?? "create_when_required"
    if run.plan?.context.user == nil, let key = try run.requestUser?.primaryKey {
      run.change { $0.user = .stored(key) }
    }
    var known: StoredObject?
    if mode != "always_create", case .stored = run.plan?.context.user { known = try run.user }
    guard known != nil || mode != "never_create" else {
      return .denied("No user found and can't create new user.")
    }
    let fields = written(prompts, to: known?.fields ?? Self.new(run))
    let username = fields["username"]?.string ?? ""
    guard !username.isEmpty else { return .denied(nil) }
    guard try run.store.holder(kind, ["username"], in: fields, except: known?.position) == nil else {
      run.change { $0.user = .pretended(username) }
      return .denied(Self.failed)
    }
    let user = try save(fields, known, kind, run)
    run.change { context in
      context.user = .stored(user.primaryKey)
      context.prompts["component"] = nil
      context.prompts["created"] = .bool(known == nil)
      if known == nil { context.values["user_backend"] = .string(SignIn.inbuilt) }
    }
    return .passed
  }

  private static func new(_ run: FlowRun) -> ValueMap {
    let path = run.stage["user_path_template"]?.string ?? ""
    return [
      "username": "", "name": "", "email": "",
      "is_active": .bool(run.stage["create_users_as_inactive"] != true),
      "path": .string(path.isEmpty ? "users" : path), "type": run.stage["user_type"] ?? "internal",
      "groups": [], "roles": [], "attributes": [:], "last_login": .null,
    ]
  }

  /// Fields that a user has are set, `attributes` merged; other answers are dropped.
  private func written(_ prompts: ValueMap, to user: ValueMap) -> ValueMap {
    var user = user
    for (name, value) in prompts {
      switch name {
      case "password": user[Passwords.field] = Passwords.hash(value.string ?? "")
      case "username", "name", "email", "is_active", "path", "type": user[name] = value
      case "attributes":
        user[name] = .map(Self.merged(user[name]?.map ?? [:], value.map ?? [:]))
      default: continue
      }
    }
    if prompts["password"] != nil { user["password_change_date"] = .string(ObjectMaker.now()) }
    return user
  }

  private static func merged(_ one: ValueMap, _ other: ValueMap) -> ValueMap {
    one.merging(other) { known, new in
      guard let known = known.map, let new = new.map else { return new }
      return .map(merged(known, new))
    }
  }

  private func save(_ fields: ValueMap, _ known: StoredObject?, _ kind: ServedKind, _ run: FlowRun) throws
    -> StoredObject
  {
    var fields = fields
    if let group = run.stage["create_users_group"], !group.isNull, known == nil {
      fields["groups"] = .list((fields["groups"]?.list ?? []) + [group])
    }
    if var known {
      known.fields = fields
      return try run.store.update(known)
    }
    let made = try ObjectMaker(store: run.store).completed(fields, kind, sent: [:])
    return try run.store.insert(
      kind, made.filter { kind.kind.field($0.key) != nil || $0.key == Passwords.field })
  }
}
