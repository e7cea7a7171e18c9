package import Model

/// An object that Terraform's state names. Nothing else of the state is kept, because most of it may be secret.
package struct TerraformResource: Sendable, Hashable {
  /// As Terraform prints it: `module.sso.authentik_flow.login["a"]`.
  package let address: String
  /// The resource type, such as `authentik_flow`.
  package let type: String
  /// The words of the address that name the resource: those of its modules, its own name and its index.
  package let words: [String]
  /// The `id`: what the path of the object's API holds.
  package let key: String
  /// The attributes that tell where the object is: keys, names and permissions, never a secret.
  package let attributes: [String: Value]

  package init(address: String, type: String, words: [String], key: String, attributes: [String: Value] = [:])
  {
    self.address = address
    self.type = type
    self.words = words
    self.key = key
    self.attributes = attributes
  }

  /// The attributes that are read. `uuid` is the primary key of an object whose `id` is a slug.
  static let attributes = [
    "uuid", "name", "username", "role", "permission", "model", "object_id", "outpost", "protocol_provider",
  ]
}
