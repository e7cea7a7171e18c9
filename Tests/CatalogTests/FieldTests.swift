import Catalog
import Model
import OrderedCollections
import Testing

@Suite struct FieldTests {
  @Test func isReadBackFromItsRow() {
    let plain = Field(name: "slug", type: .text(.plain))
    #expect(plain.row == ["name": "slug", "type": "text"])
    #expect(Field(row: plain.row) == plain)
    let field = Field(
      name: "slug", type: .text(.plain), isRequired: true, isReadOnly: true, isWriteOnly: true,
      isNullable: true, allowsBlank: false, pattern: "^a$", minLength: 1, maxLength: 50, minimum: 0,
      maximum: 1.5, maxItems: 3, refersTo: "authentik_flows.flow", onDelete: .cascade)
    #expect(Field(row: field.row) == field)
    #expect(field != plain)
    #expect(Field(row: ["type": "text"]) == nil)
  }

  @Test(
    arguments: [
      ("password", .text(.plain), true), ("client_secret", .text(.plain), true),
      ("token", .text(.plain), true),
      ("shared_secret", .text(.plain), true), ("kubeconfig", .map, true), ("credentials", .any, true),
      ("private_key", .text(.plain), true), ("key_data", .text(.plain), true),
      ("title", .text(.plain), false),
      ("password_stage", .text(.uuid), false), ("token_validity", .text(.plain), false),
      ("password", .boolean, false),
      ("monkey", .text(.plain), false),
    ] as [(String, FieldType, Bool)])
  func isSecretByName(name: String, type: FieldType, isSecret: Bool) {
    #expect(Field(name: name, type: type).isSecret == isSecret)
  }

  @Test func isSecretWhereItNeverComesBack() {
    #expect(Field(name: "title", type: .text(.plain), isWriteOnly: true).isSecret)
  }
}
