import Blueprints
import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

/// The table of shipped objects has every object that authentik's own blueprints create.
struct ShippedObjectsTests {
  /// Bindings are known by what they bind, managed objects by their name.
  private static let others = [
    "authentik_flows.flowstagebinding", "authentik_policies.policybinding", "authentik_core.token",
    "authentik_core.user", "authentik_blueprints.metaapplyblueprint",
  ]

  @Test(.needsSharedMaterial, arguments: SharedMaterial.versions)
  func hasWhatEachVersionShips(_ version: String) throws {
    var count = 0
    for folder in ["default", "system", "migrations"] {
      let files = SharedMaterial.files(below: "authentik/\(version)/blueprints/\(folder)", ending: ".yaml")
      for file in files {
        let source = SourceText(file: file, bytes: try SharedMaterial.bytes(file))
        for entry in try #require(BlueprintReader.read(source).blueprint).entries {
          guard let model = entry.model.literal?.string, !Self.others.contains(model),
            entry.state?.literal != "absent"
          else { continue }
          let fields = (entry.identifiers?.written.fields ?? []).reduce(into: ValueMap()) {
            $0[$1.name] = $1.written
          }
          // The first group of administrators has its name from the context.
          guard fields["managed"] == nil, fields.values.allSatisfy({ !$0.isPending }) else { continue }
          guard fields["name"] != nil || fields["slug"] != nil || fields["domain"] != nil else { continue }
          count += 1
          #expect(ShippedObject.contains(fields, of: model), "\(version): \(model) \(fields)")
        }
      }
    }
    #expect(count > 50)
  }

  @Test func hasNothingElse() {
    #expect(ShippedObject.contains(["slug": "default-authentication-flow"], of: "authentik_flows.flow"))
    #expect(!ShippedObject.contains(["slug": "login"], of: "authentik_flows.flow"))
    #expect(!ShippedObject.contains(["name": "default-authentication-flow"], of: "authentik_core.group"))
  }
}
