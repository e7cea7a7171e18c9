import Catalog
import Model
import OrderedCollections

extension Engine {
  /// `GET /authenticators/admin/all/?user=`: the devices of a user, of all kinds, also those whose set-up is not done.
  func devices(_ request: SandboxRequest, _ identity: Identity) async throws -> SandboxResponse {
    try requireMethod(request, ["GET", "HEAD"])
    try identity.requireSuperuser()
    let traits = traits.devices
    let asked = request.parameter("user") ?? ""
    return json(
      .list(
        try await store.read { store in
          guard let key = Int(asked), let kind = store.kinds.kind(TokenUsers.model),
            let user = try store.object(kind, primaryKey: String(key))
          else {
            guard traits.refusesUnknownUsers else { return [] }
            throw Refusal.invalid(["user": [.string("Invalid pk \"\(asked)\" - object does not exist.")]])
          }
          return try Devices(store: store).all(of: user.primaryKey).map { Self.shown($0.object, traits) }
        }))
  }

  private static func shown(_ device: StoredObject, _ traits: DeviceTraits) -> Value {
    let kind = device.kind
    let app = kind.kind.model.split(separator: ".").first.map(String.init) ?? ""
    let fields = device.fields
    var shown: ValueMap = [
      "verbose_name": .string(kind.verboseName), "verbose_name_plural": .string(kind.verboseNamePlural),
      "meta_model_name": .string(kind.kind.model), "pk": device.primaryKey, "name": fields["name"] ?? "",
      "type": .string("\(app).\(kind.kind.component)"), "confirmed": fields["confirmed"] ?? false,
      "created": fields["created"] ?? .null, "last_updated": fields["last_updated"] ?? .null,
      "last_used": fields["last_used"] ?? .null,
    ]
    if traits.hasLongList {
      shown["pk"] = .string(Coercion.text(device.primaryKey) ?? "")
      shown["extra_description"] = .null
      shown["external_id"] = .null
    }
    return .map(shown)
  }
}
