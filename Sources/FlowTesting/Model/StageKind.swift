/// A kind of stage, by the name that blueprints have for it, such as `identification` for
/// `authentik_stages_identification.identificationstage`.
package struct StageKind: Sendable, Hashable {
  package let name: String

  package init(_ name: String) {
    self.name = name
  }
}
