import Catalog
import Model
import OrderedCollections
import Testing

@Suite struct FieldTypeTests {
  @Test(
    arguments: [
      (.text(.plain), "text", "a text"), (.text(.uuid), "uuid", "a UUID"), (.text(.uri), "uri", "a URL"),
      (.text(.email), "email", "an e-mail address"), (.text(.dateTime), "date-time", "a date and time"),
      (.text(.binary), "binary", "a file"), (.boolean, "boolean", "a boolean"),
      (.integer, "integer", "an integer"),
      (.number, "number", "a number"), (.choice(["a", "b"]), ["a", "b"], "one of a, b"),
      (.list(.text(.uuid)), ["list": "uuid"], "a list"),
      (.list(.list(.map)), ["list": ["list": "map"]], "a list"),
      (.map, "map", "a map"), (.any, "any", "a value"),
    ] as [(FieldType, Value, String)])
  func hasARowAndAName(type: FieldType, row: Value, name: String) {
    #expect(type.row == row)
    #expect(FieldType(row: row) == type)
    #expect(type.name == name)
  }

  @Test func isAnyWhereTheRowIsNotKnown() {
    #expect(FieldType(row: "of-tomorrow") == .any)
    #expect(FieldType(row: 5) == .any)
  }
}
