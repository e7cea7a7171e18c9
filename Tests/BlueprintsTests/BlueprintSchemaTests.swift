import Catalog
import Foundation
import Model
import OrderedCollections
import TestSupport
import Testing
import YAML

@testable import Blueprints

/// The schema for editors. They see a blueprint as values without tags.
@Suite struct BlueprintSchemaTests {
  private static func schema(_ version: EmbeddedCatalog = .v2026_5_rc1) throws -> Value {
    BlueprintSchema.value(of: try version.load())
  }

  private static func seen(_ node: Node) -> Value {
    switch node.content {
    case .scalar(let text, _): node.tag?.isCustom == true ? .string(text) : node.literal ?? .string(text)
    case .list(let items): .list(items.map(seen))
    case .map(let pairs):
      .map(
        ValueMap(pairs.compactMap { pair in pair.key.literal?.string.map { ($0, seen(pair.value)) } }) { $1 })
    }
  }

  private static func problems(_ text: String, _ schema: Value) throws -> [String] {
    let node = try #require(try NodeReader.read(Array(text.utf8)))
    return SchemaCheck.problems(seen(node), schema)
  }

  @Test(arguments: EmbeddedCatalog.all) func hasADefinitionForEachModel(version: EmbeddedCatalog) throws {
    let catalog = try version.load()
    let definitions = try #require(try Self.schema(version)["$defs"]?.map)
    #expect(Set(definitions.keys) == Set(catalog.models + ["entry", "entries", "tag"]))
    for kind in catalog.kinds {
      let properties = Set(definitions[kind.model]?["properties"]?.map?.keys ?? [])
      #expect(properties.isSuperset(of: kind.writableFields.map(\.name)), "\(kind.model)")
    }
  }

  /// Blueprints that flowform accepts without a finding are not marked.
  @Test func ownBlueprintsAreRight() throws {
    let schema = try Self.schema()
    let files = try ProjectFiles.blueprints()
    #expect(files.count >= 5)
    for file in files {
      let text = String(decoding: file.bytes, as: UTF8.self)
      #expect(try Self.problems(text, schema) == [], "\(file.file)")
    }
  }

  /// Unknown fields are marked. authentik's own blueprints have a few.
  @Test(.needsSharedMaterial, arguments: EmbeddedCatalog.recorded)
  func ofShippedBlueprintsOnlyUnknownFieldsAreMarked(version: EmbeddedCatalog) throws {
    let catalog = try version.load()
    let schema = BlueprintSchema.value(of: catalog)
    let names = SharedMaterial.files(below: "authentik/\(version.family)/blueprints", ending: ".yaml")
    #expect(names.count > 30)
    var marked = 0
    for name in names {
      let bytes = try SharedMaterial.bytes(name)
      let file = BlueprintFiles.File(source: SourceText(file: name, bytes: bytes), isNamed: true)
      let desired = try BlueprintText.desired([file], catalog: catalog, options: BlueprintText.options())
      let unknown = desired.diagnostics.contains {
        $0.message.hasPrefix("unknown field") || $0.message.contains("; it is ignored in ")
          || $0.message.hasSuffix("it has no effect here")
      }
      let problems = try Self.problems(String(decoding: bytes, as: UTF8.self), schema)
      #expect(problems.isEmpty == !unknown, "\(name): \(problems)")
      if unknown { marked += 1 }
    }
    #expect(marked > 0 && marked < 10)
  }

  private static func entry(_ fields: String, model: String = "authentik_flows.flow") -> String {
    "version: 1\nentries: [{model: \(model), \(fields)}]"
  }

  @Test(arguments: [
    "identifiers: {slug: a}, attrs: {title: !Format [\"%s\", a], compatibility_mode: !Context flag}",
    "identifiers: !Context all, state: !If [true, present, absent]", "id: 1, conditions: [!Env A]",
    "attrs: {designation: authentication}", "identifiers: {pk: 1, slug: 5}",
  ])
  func takesTagsEverywhere(fields: String) throws {
    #expect(try Self.problems(Self.entry(fields), try Self.schema()) == [])
  }

  @Test(arguments: [
    ("attrs: {titel: a}", "authentik_flows.flow"), ("attrs: {title: {}}", "authentik_flows.flow"),
    ("attrs: {designation: 5}", "authentik_flows.flow"), ("attrs: 5", "authentik_flows.flow"),
    ("state: {}", "authentik_flows.flow"), ("status: present", "authentik_flows.flow"),
    ("id: a", "authentik_flows.flwo"), ("attrs: {order: {}}", "authentik_flows.flowstagebinding"),
  ])
  func marksWhatCannotBe(fields: String, model: String) throws {
    #expect(try Self.problems(Self.entry(fields, model: model), try Self.schema()) != [])
  }

  @Test(arguments: ["- a", "version: 2\nentries: []", "version: 1", "entries: [5]", "entries: {a: 5}"])
  func marksWhatIsNoBlueprint(text: String) throws {
    #expect(try Self.problems(text, try Self.schema()) != [])
  }

  @Test func describesEveryTag() {
    #expect(TagDescription.all.map(\.name).sorted() == TagRules.names)
  }
}
