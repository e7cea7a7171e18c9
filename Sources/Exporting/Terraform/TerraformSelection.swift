package import Catalog
package import Model
import OrderedCollections

/// The live objects that Terraform's state names, and what becomes of the other resources.
package struct TerraformSelection: Sendable {
  /// The objects with the `id`s of their entries.
  package private(set) var names: [ExportedObject.Identifier: GivenName] = [:]
  /// The resources that are left out, each with the reason and a way out.
  package private(set) var diagnostics: [Diagnostic] = []
  /// True if UUIDs are in the state, and the server has none of them: it is another server.
  package var isOfAnotherServer: Bool { certainCount == 0 && missingCount > 0 }

  /// How many objects with keys that no two servers share were found, and how many were not.
  private var certainCount = 0
  private var missingCount = 0
  private var objects: [ExportedObject.Identifier: ExportedObject] = [:]

  /// `objects` are all that were read; `unread` are the models that the token may not view.
  package init(
    _ state: TerraformState, catalog: Catalog, objects: [ExportedObject], unread: Set<String> = []
  ) {
    for address in state.withoutKey {
      leaveOut(address, "it has no `id` in the state, so its object is unknown")
    }
    for address in state.deposed {
      leaveOut(address, "Terraform has replaced this object and still has to delete it; apply with Terraform")
    }
    var index: [ExportedObject.Identifier: ExportedObject] = [:]
    for object in objects {
      self.objects[object.id] = object
      index[object.id] = object
      if let detail = object.kind.detailField.flatMap({ object.fields[$0] }).flatMap(Coercion.text) {
        index[ExportedObject.Identifier(model: object.kind.model, key: detail)] = object
      }
    }
    let entryNames = TerraformNames(state.resources)
    for resource in state.resources {
      switch TerraformTypes.counterpart(of: resource.type) {
      case .kind(let model):
        guard catalog.kind(model) != nil else {
          leaveOut(resource.address, "this server's version has no \(model)")
          continue
        }
        guard !unread.contains(model) else { continue }
        take(resource, model, index, entryNames[resource])
      case .nothing(let reason): leaveOut(resource.address, reason)
      case nil:
        leaveOut(
          resource.address,
          "this flowform does not know the type \(resource.type); export its object with `flowform export`, or leave it with Terraform"
        )
      case .permission, .attachment: break
      }
    }
    for resource in state.resources {
      switch TerraformTypes.counterpart(of: resource.type) {
      case .permission: settle(permission: resource)
      case .attachment: settle(attachment: resource)
      default: break
      }
    }
    tellSettled()
  }

  // MARK: - Objects

  private mutating func take(
    _ resource: TerraformResource, _ model: String, _ index: [ExportedObject.Identifier: ExportedObject],
    _ name: String
  ) {
    let keys = [resource.key] + [resource.attributes["uuid"]?.string].compactMap { $0 }
    let found = keys.lazy.compactMap { index[ExportedObject.Identifier(model: model, key: $0)] }.first
    guard let object = found else {
      missingCount += keys.contains(where: Self.isCertain) ? 1 : 0
      return leaveOut(resource.address, "the server has no \(model) with the key \(resource.key) any more")
    }
    guard isSame(resource, object) else {
      return leaveOut(
        resource.address,
        "the \(model) with the key \(resource.key) has another name than in the state; if it was renamed, run `terraform apply -refresh-only` first"
      )
    }
    certainCount += keys.contains(where: Self.isCertain) ? 1 : 0
    if let other = names[object.id] {
      return leaveOut(resource.address, "it is the same object as \(other.origin)")
    }
    names[object.id] = GivenName(name, of: resource.address)
  }

  /// Numbers count from 1 on every server, so the name must agree too.
  private func isSame(_ resource: TerraformResource, _ object: ExportedObject) -> Bool {
    guard case .integer = object.primaryKey else { return true }
    return ["name", "username"].allSatisfy { name in
      guard let known = resource.attributes[name]?.string, let live = object.fields[name]?.string else {
        return true
      }
      return known == live
    }
  }

  /// True for a UUID.
  private static func isCertain(_ key: String) -> Bool {
    key.utf8.count == 36 && key.split(separator: "-", omittingEmptySubsequences: false).count == 5
  }

  private mutating func leaveOut(_ address: String, _ reason: String) {
    diagnostics.append(.warning("\(address) is left out: \(reason)", at: nil))
  }

  // MARK: - What belongs to the entry of another object

  private var settledPermissions = 0
  private var settledAttachments = 0

  private mutating func settle(permission resource: TerraformResource) {
    let permission = resource.attributes["permission"]?.string ?? ""
    let key = resource.attributes["role"]?.string ?? ""
    let role = ExportedObject.Identifier(model: "authentik_rbac.role", key: key)
    guard let target = resource.attributes["object_id"].flatMap(Coercion.text) else {
      guard let name = names[role]?.name else {
        return leaveOut(
          resource.address,
          "write `permissions: [\(permission)]` in the attrs of an entry of its role, \(key)")
      }
      guard objects[role]?.fields["permissions"]?.list?.contains(.string(permission)) == true else {
        return leaveOut(resource.address, "the role does not have the permission any more (entry `\(name)`)")
      }
      settledPermissions += 1
      return
    }
    let model = resource.attributes["model"]?.string ?? ""
    let codename = permission.split(separator: ".").last.map(String.init) ?? permission
    let entry = names[ExportedObject.Identifier(model: model.lowercased(), key: target)]
    let place = entry.map { "the entry `\($0.name)`" } ?? "an entry of \(model) \(target)"
    let roleText = names[role].map { "!KeyOf \($0.name)" } ?? "!Find [authentik_rbac.role, [name, …]]"
    leaveOut(
      resource.address,
      "write `permissions: [{permission: \(codename), role: \(roleText)}]` in \(place), beside its attrs")
  }

  private mutating func settle(attachment resource: TerraformResource) {
    let outpost = resource.attributes["outpost"]?.string ?? ""
    let provider = resource.attributes["protocol_provider"].flatMap(Coercion.text) ?? ""
    let id = ExportedObject.Identifier(model: "authentik_outposts.outpost", key: outpost)
    guard let name = names[id]?.name else {
      return leaveOut(
        resource.address, "add the provider \(provider) to `providers` in an entry of its outpost, \(outpost)"
      )
    }
    let providers = objects[id]?.fields["providers"]?.list ?? []
    guard providers.contains(where: { Coercion.text($0) == provider }) else {
      return leaveOut(resource.address, "the outpost does not have the provider any more (entry `\(name)`)")
    }
    settledAttachments += 1
  }

  private mutating func tellSettled() {
    let settled = [
      (settledPermissions, "authentik_rbac_permission_role", "`permissions` of their roles' entries"),
      (settledAttachments, "authentik_outpost_provider_attachment", "`providers` of their outposts' entries"),
    ]
    for (count, type, place) in settled where count > 0 {
      diagnostics.append(.note("\(type): \(count) in the \(place)", at: nil))
    }
  }
}
