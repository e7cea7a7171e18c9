/// The `id` that an object's entry gets, and the name under which its owner knows the object.
package struct GivenName: Sendable, Hashable {
  package let name: String
  /// For messages, such as the address in Terraform's state.
  package let origin: String

  package init(_ name: String, of origin: String) {
    self.name = name
    self.origin = origin
  }
}
