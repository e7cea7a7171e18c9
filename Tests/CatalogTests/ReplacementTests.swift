import Catalog
import Model
import OrderedCollections
import Testing

struct ReplacementTests {
  @Test(
    arguments: [
      (["intent"], ["api"], ["intent": "api"], true),
      (["intent"], ["api"], ["intent": "app_password"], false),
      (["intent"], ["api"], [:], false), (["url"], nil, ["url": "https://a"], true),
      (["url"], nil, ["url": ""], false), (["url"], nil, ["url": nil], false), (["url"], nil, [:], false),
      (["one", "two"], nil, ["two": "x"], true), (["expires"], [nil], ["expires": nil], true),
      (["expires"], [nil], ["expires": "2031-01-01"], false),
    ] as [([String], [Value]?, ValueMap, Bool)])
  func holdsByOtherFields(by: [String], values: [Value]?, object: ValueMap, holds: Bool) {
    let replacement = Replacement(decidingFields: by, values: values, isNewEachTime: false)
    #expect(replacement.holds { object[$0] } == holds)
  }

  @Test func everyOneInACatalogNamesFieldsOfItsKind() throws {
    for version in EmbeddedCatalog.recorded {
      let kinds = try version.load().kinds
      let fields = kinds.flatMap { kind in kind.fields.map { (kind, $0) } }.filter { $0.1.replacement != nil }
      #expect(!fields.isEmpty)
      for (kind, field) in fields {
        let names = field.replacement?.decidingFields ?? []
        #expect(names.contains { kind.field($0) != nil }, "\(kind.model).\(field.name)")
      }
    }
  }

  /// A name in the catalog's data only has a meaning if the kind has such a field.
  @Test func whatIsSentAlongIsAFieldOfSomeVersion() throws {
    let kinds = try EmbeddedCatalog.recorded.flatMap { try $0.load().kinds }
    for (model, kinds) in Dictionary(grouping: kinds, by: \.model) {
      for name in Set(kinds.flatMap(\.sentAlong)) {
        #expect(
          kinds.contains { $0.field(name).map { !$0.isReadOnly && !$0.isWriteOnly } ?? false },
          "\(model).\(name)")
      }
    }
  }
}
