import Catalog
import Foundation
import Model
import OrderedCollections
import TestSupport
import Testing

@testable import Blueprints

@Suite struct FieldCheckTests {
  private static func messages(_ value: Value, _ field: Field) -> [String] {
    FieldCheck.problems(value, of: field).map { "\(FieldPath($0.path)) \($0.message)" }
  }

  private static func field(_ type: FieldType) -> Field { Field(name: "f", type: type) }

  @Test func checksLists() {
    let field = Field(name: "f", type: .list(.integer), maxItems: 2)
    #expect(Self.messages([1, "2"], field).isEmpty)
    #expect(
      Self.messages([1, "x", 3], field) == [
        " holds 3 items; at most 2 are allowed", "[1] is `x`; expected an integer",
      ])
    #expect(Self.messages("x", field) == [" is `x`; expected a list"])
  }

  @Test func checksNumbers() {
    let field = Field(name: "f", type: .integer, minimum: 1, maximum: 5)
    #expect(Self.messages("3", field).isEmpty)
    #expect(Self.messages(0, field) == [" is below 1, the least allowed"])
    #expect(Self.messages(6, field) == [" is above 5, the most allowed"])
    #expect(Self.messages(1.5, field) == [" is `1.5`; expected an integer"])
    #expect(Self.messages(true, Self.field(.number)) == [" is `true`; expected a number"])
  }

  @Test func checksTexts() {
    let field = Field(
      name: "f", type: .text(.plain), pattern: "^[a-z]+$", minLength: 2, maxLength: 3)
    #expect(Self.messages(" abc ", field).isEmpty)
    #expect(Self.messages("a", field) == [" has 1 characters; at least 2 are needed"])
    // One character of four bytes, and three of two bytes.
    #expect(Self.messages("😀", field) == [" has 1 characters; at least 2 are needed"])
    #expect(Self.messages("ééé", field) == [" is `ééé`; expected a text that matches ^[a-z]+$"])
    #expect(Self.messages("abcd", field) == [" has 4 characters; at most 3 are allowed"])
    #expect(Self.messages("A1", field) == [" is `A1`; expected a text that matches ^[a-z]+$"])
    #expect(Self.messages("x", Self.field(.text(.uuid))) == [" is `x`; expected a UUID"])
    let long = String(repeating: "x", count: 70)
    #expect(
      Self.messages(.string(long), Self.field(.text(.uuid))) == [" is `\(long.prefix(60))…`; expected a UUID"]
    )
  }

  @Test func checksMapsAndAnything() {
    #expect(Self.messages(["a": 1], Self.field(.map)).isEmpty)
    #expect(Self.messages([1], Self.field(.map)) == [" is a list; expected a map"])
    #expect(Self.messages([1], Self.field(.any)).isEmpty)
    #expect(Self.messages(nil, Self.field(.any)) == [" may not be null; leave it out or use a value"])
    #expect(Self.messages(nil, Field(name: "f", type: .map, isNullable: true)).isEmpty)
  }

  /// The values that a real server refused and accepted, field by field. `background` has rules that are in no schema.
  @Test(.needsSharedMaterial, arguments: EmbeddedCatalog.recorded)
  func refusesWhatARealServerRefuses(version: EmbeddedCatalog) throws {
    let kind = try Kind.flow(version)
    let name = "recordings/\(version.family)/02-flows-create.jsonl"
    var count = 0
    for line in try SharedMaterial.bytes(name).split(separator: 0x0A) {
      let exchange = try JSONReader.read(Array(line))
      guard exchange["method"] == "POST", exchange["path"] == "/api/v3/flows/instances/",
        exchange["as"] == "akadmin",
        let status = exchange["status"]?.integer, status == 201 || status == 400,
        let body = exchange["request_body"]?.string.flatMap({ try? JSONReader.read($0) })?.map,
        let answer = exchange["response_body"]?.string.flatMap({ try? JSONReader.read($0) })?.map,
        status == 201 || answer["detail"] == nil
      else { continue }
      var refused = status == 201 ? [] : Set(answer.keys)
      // An existing object is no fault of the fields.
      if answer["slug"]?.list?.contains(where: { $0.string?.contains("exist") == true }) == true {
        refused.remove("slug")
      }
      let missing = kind.fields.filter { $0.isRequired && body[$0.name] == nil }.map(\.name)
      let wrong = kind.writableFields.filter { field in
        body[field.name].map { !FieldCheck.problems($0, of: field).isEmpty } ?? false
      }.map(\.name)
      let description = exchange["desc"]?.string ?? ""
      #expect(
        Set(missing + wrong).subtracting(["background"]) == refused.subtracting(["background"]),
        "\(description)")
      count += 1
    }
    #expect(count > 150)
  }
}
