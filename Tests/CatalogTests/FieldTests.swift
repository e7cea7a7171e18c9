import Catalog
import Model
import OrderedCollections
import Testing

@Suite struct FieldTests {
  @Test func isReadBackFromItsRow() {
    var field = Field(name: "slug", type: .text(.plain))
    #expect(field.row == ["name": "slug", "type": "text"])
    #expect(Field(row: field.row) == field)
    field.isRequired = true
    field.isReadOnly = true
    field.isWriteOnly = true
    field.isNullable = true
    field.allowsBlank = false
    field.pattern = "^a$"
    field.minLength = 1
    field.maxLength = 50
    field.minimum = 0
    field.maximum = 1.5
    field.maxItems = 3
    #expect(Field(row: field.row) == field)
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
    var field = Field(name: "title", type: .text(.plain))
    field.isWriteOnly = true
    #expect(field.isSecret)
  }
}
