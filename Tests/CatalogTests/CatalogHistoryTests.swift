import Model
import OrderedCollections
import Testing

@testable import Catalog

struct CatalogHistoryTests {
  private static func kind(_ fields: [Field], filters: [String] = [], path: String = "/x/") -> Kind {
    Kind(
      model: "app.thing", component: "Thing", path: path, primaryKey: "pk", detailField: nil, fields: fields,
      filters: OrderedDictionary(uniqueKeysWithValues: filters.map { ($0, FieldType.boolean) }))
  }

  private static func field(_ name: String, _ type: FieldType = .boolean) -> Field {
    Field(name: name, type: type)
  }

  private static let versions: [(version: String, kinds: [Kind])] = [
    ("2024.8.2", [kind([field("a"), field("b"), field("c")], filters: ["a"])]),
    // A field in the middle and one at the front, another filter, another path.
    (
      "2024.10.5",
      [kind([field("z"), field("a"), field("x"), field("b"), field("c")], filters: ["b"], path: "/y/")]
    ),
    // A field is gone, one has another type.
    (
      "2024.12.5",
      [kind([field("z"), field("x"), field("b", .integer), field("c")], filters: ["b"], path: "/y/")]
    ),
    // Another order.
    (
      "2025.2.4",
      [kind([field("c"), field("z"), field("x"), field("b", .integer)], filters: ["b"], path: "/y/")]
    ),
    ("2025.4.1", []),
    ("2025.6.4", [kind([field("c", .choice(["one", "two", "four"]))])]),
    ("2025.8.6", [kind([field("c", .choice(["zero", "two", "three", "four", "five"]))])]),
    ("2025.10.4", [kind([field("c", .choice(["two", "zero", "three", "four", "five"]))])]),
  ]

  @Test func everyVersionIsReadAsItWas() throws {
    let catalogs = Self.versions.map { Catalog(version: $0.version, kinds: $0.kinds) }
    let data = Array(try CatalogHistory.data(of: catalogs.reversed()).utf8)
    for (version, kinds) in Self.versions {
      let catalog = try Catalog(data: data, at: version)
      #expect(catalog.version == version)
      #expect(catalog.models == kinds.map(\.model))
      #expect(catalog.kinds.map(\.row) == kinds.map(\.row), "\(version)")
    }
    #expect(throws: CatalogError.self) { try Catalog(data: data, at: "2025.12") }
  }

  /// Choices that come and go are not written as a whole list.
  @Test func choicesAreWrittenAsWhatChanged() throws {
    let catalogs = Self.versions.map { Catalog(version: $0.version, kinds: $0.kinds) }
    let line = try CatalogHistory.data(of: catalogs).split(separator: "\n").first {
      $0.contains("since\":\"2025.8.6")
    }
    let expected =
      #"{"model":"app.thing","since":"2025.8.6","choices":{"c":{"gone":["one"],"after":{"":["zero"],"two":["three"],"four":["five"]}}}}"#
    #expect(line.map(String.init) == expected)
  }

  /// A family adds little to the data: what changed, and nothing else.
  @Test func theEmbeddedDataIsSmall() throws {
    let one = try EmbeddedCatalog.newest.load().data.utf8.count
    let all = try CatalogHistory.data(of: EmbeddedCatalog.all.map { try $0.load() }).utf8.count
    #expect(all < 2 * one, "\(all) bytes, and \(one) for one version")
  }
}
