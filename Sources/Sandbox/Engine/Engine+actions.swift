import Catalog
import FoundationEssentials
import Model
import OrderedCollections

extension Engine {
  /// Actions of some kinds, below their collection.
  func act(_ request: SandboxRequest, _ kind: ServedKind, _ action: KindAction, _ identity: Identity)
    async throws -> SandboxResponse
  {
    if request.method == "OPTIONS" {
      try identity.requireUser()
      return json(description(kind.name, kind))
    }
    switch action {
    case .cacheClear:
      try requireMethod(request, ["POST"])
      try identity.requireSuperuser()
      return SandboxResponse(status: 204)
    case .generate:
      try requireMethod(request, ["POST"])
      try identity.require(.add, kind)
      return try await generate(request, kind, context(request, identity))
    case .licenseSummary:
      try requireMethod(request, ["GET", "HEAD"])
      try identity.requireUser()
      return json([
        "internal_users": 0, "external_users": 0, "status": "unlicensed",
        "latest_valid": .string(ObjectMaker.now()),
        "license_flags": [],
      ])
    default:
      try requireMethod(request, ["GET", "HEAD"])
      try identity.requireSuperuser()
      return json(["count": 0])
    }
  }

  /// Actions of some kinds, below one object.
  func act(
    _ request: SandboxRequest, _ kind: ServedKind, _ detail: String, _ action: KindAction,
    _ identity: Identity
  ) async throws -> SandboxResponse {
    switch action {
    case .setPassword, .setKey:
      try requireMethod(request, ["POST"])
      return try await setSecret(request, kind, detail, action, identity)
    case .impersonate:
      try requireMethod(request, ["POST"])
      return try await impersonate(request, kind, detail, identity)
    case .recovery:
      try requireMethod(request, ["POST"])
      return try await recoveryLink(request, kind, detail, identity)
    case .addUser, .removeUser:
      try requireMethod(request, ["POST"])
      return try await changeMembers(request, kind, detail, action, identity)
    default: try requireMethod(request, ["GET", "HEAD"])
    }
    switch action {
    case .viewKey:
      try identity.requireOnObject(.view, kind)
      // A token without a key that was set has one that the server generates.
      let key = try await changing(kind, detail) { object, store in
        if let key = object.fields["key"] { return key }
        var object = object
        object.fields["key"] = .string(ObjectMaker.letters(60))
        return try store.update(object).fields["key"] ?? .null
      }
      return json(["key": key])
    case .viewCertificate, .viewPrivateKey:
      try identity.requireOnObject(.view, kind)
      let field = action == .viewCertificate ? "certificate_data" : "key_data"
      return json(["data": try await existing(kind, detail).fields[field] ?? ""])
    case .diagram:
      // Recorded from both versions: no right is needed for it.
      let name = try await existing(kind, detail).fields["name"]?.string ?? ""
      return json([
        "diagram": .string(
          "graph TD\nflow_start[[\"Flow\n\(name)\"]]\nflow_start --> done[[\"End of the flow\"]]")
      ])
    case .execute:
      _ = try await readable(kind, detail, identity)
      return try await flows.execute(request, flow: detail, as: identity.username ?? "")
    default:
      // An export needs rights on six kinds; the sandbox serves one of them.
      try identity.requireSuperuser()
      return .notFoundPage
    }
  }

  /// A new certificate with its key. Nothing is signed: both only look real.
  private func generate(_ request: SandboxRequest, _ kind: ServedKind, _ context: RequestContext) async throws
    -> SandboxResponse
  {
    let sent = try RequestBody.object(of: request, traits)
    guard let name = sent["common_name"]?.string, !name.isEmpty else {
      throw Refusal.invalid(["common_name": ["This field is required."]])
    }
    let body: ValueMap = [
      "name": .string(name), "certificate_data": .string(Self.armored("CERTIFICATE", name)),
      "key_data": .string(Self.armored(sent["alg"] == "ecdsa" ? "EC PRIVATE KEY" : "RSA PRIVATE KEY", name)),
    ]
    let answer = try await store.write { store in
      // The message names the field of the request, `common_name` (measured on 2025.10.4 and 2026.2.2).
      if try store.holder(kind, ["name"], in: body, except: nil) != nil {
        throw Refusal.invalid(["common_name": ["This field must be unique."]])
      }
      let checked = try ObjectValidator(kind: kind, context: context, store: store)
        .checked(body, existing: nil, isPartial: false)
      let object = try store.insert(
        kind, try ObjectMaker(store: store, context: context).completed(checked, kind, sent: body))
      return try AnswerWriter(store: store, context: context).answer(object)
    }
    return json(answer)
  }

  private static func armored(_ label: String, _ text: String) -> String {
    "-----BEGIN \(label)-----\n\(Data(text.utf8).base64EncodedString())\n-----END \(label)-----"
  }

  /// Adds a user to a group or role, or removes it.
  private func changeMembers(
    _ request: SandboxRequest, _ kind: ServedKind, _ detail: String, _ action: KindAction,
    _ identity: Identity
  ) async throws -> SandboxResponse {
    try identity.requireOnObject(.change, kind)
    let key = try RequestBody.object(of: request, traits)["pk"] ?? .null
    let field = kind.kind.model == "authentik_core.group" ? "groups" : "roles"
    try await changing(kind, detail) { object, store in
      guard var user = try store.object(referredToAs: TokenUsers.model, by: key) else {
        throw Refusal(404, detail: "Not found.")
      }
      let others = (user.fields[field]?.list ?? []).filter { $0 != object.primaryKey }
      user.fields[field] = .list(others + (action == .addUser ? [object.primaryKey] : []))
      try store.update(user)
    }
    return SandboxResponse(status: 204)
  }

  /// Sets a user's password or a token's key, which no other request can set. Of a password, a hash is kept.
  private func setSecret(
    _ request: SandboxRequest, _ kind: ServedKind, _ detail: String, _ action: KindAction,
    _ identity: Identity
  ) async throws -> SandboxResponse {
    try identity.require(
      action == .setKey ? "authentik_core.set_token_key" : "authentik_core.reset_user_password",
      postingTo: kind)
    let name = action == .setKey ? "key" : "password"
    let sent = try RequestBody.object(of: request, traits)
    let field = Field(name: name, type: .text(.plain), allowsBlank: false)
    guard let value = sent[name] else { throw Refusal.invalid([name: ["This field is required."]]) }
    guard case .accepted(let secret) = FieldValidator(traits: traits).outcome(value, for: field) else {
      throw Refusal.invalid([name: ["Not a valid string."]])
    }
    try await changing(kind, detail) { object, store in
      var object = object
      if action == .setKey { object.fields["key"] = secret }
      if action == .setPassword {
        object.fields[Passwords.field] = Passwords.hash(value.string ?? "")
        object.fields["password_change_date"] = .string(ObjectMaker.now())
      }
      try store.update(object)
    }
    return SandboxResponse(status: 204)
  }
}
