import Catalog
import EndToEndSupport
import Exporting
import Foundation
import Model
import OperationsSupport
import OrderedCollections
import Sandbox
import TestSupport
import Testing

/// A Terraform state with every resource type of the provider: exported and adopted, it plans to no changes. An empty
/// server gets the same objects from it.
struct ExportTerraformTypesTests {
  /// The newest version that the provider's version 2026.5 is made for.
  private static let version = EmbeddedCatalog.nearest(to: "2026.5.8")

  private static let secret = "correct horse battery staple"

  /// The types with an object on the server, with their models.
  private static let kinds: [(type: String, model: String)] = TerraformTypes.all.compactMap { type in
    guard case .kind(let model) = TerraformTypes.counterpart(of: type) else { return nil }
    return (type, model)
  }

  @Test func everyTypeIsExportedAdoptedAndAppliedAgain() async throws {
    let catalog = try Self.version.load()
    let kinds = ServedKinds(catalog, Self.version)
    let (free, licensed, shipped) = try await Workspace.with(Self.version.configuration) { workspace in
      var licensed: Set<String> = []
      let objects = NewObjects(kinds: kinds) { try await workspace.add($1, to: $0) }
      for (type, model) in Self.kinds {
        let kind = try #require(catalog.kind(model), "\(type)")
        if try await objects.createIfPossible(kind, "tf-\(type)") == nil {
          licensed.insert(model)
          let sample = try await Self.sample(kind, "tf-\(type)") { field in
            if let value = try? await objects.value(of: field, "tf-\(type)") { return value }
            // The other kind needs a licence too.
            for other in kinds.kinds(referredToAs: field.refersTo ?? "").map(\.kind) {
              if let found = try await workspace.objects(other.path).first {
                return found[other.primaryKey] ?? .null
              }
            }
            return .null
          }
          try await workspace.sandbox.add([sample], model: model)
        }
      }
      let file = try await Self.terraformFile(workspace, catalog)
      let text = try await Self.expectAdopted(file, workspace)
      for (type, model) in Self.kinds {
        #expect(text.contains("model: \(model)\n"), "\(type)")
      }
      let free = TerraformFile(
        file.instances.filter { instance in
          Self.kinds.contains { $0.type == instance.type && !licensed.contains($0.model) }
        })
      let export = try await workspace.flowform.run(["export", "--terraform", "-"], input: free.state)
      #expect(export.status == 0, "\(export.error)")
      return (export.output, licensed, try await ShippedMappings.all(on: workspace))
    }
    // The sandbox has no licence, as most servers.
    #expect(licensed.count == 9, "\(licensed.sorted())")
    try await Self.expectTakenBack(free, shipped, catalog)
  }

  /// Exports and adopts the objects of a state, and returns the blueprint.
  private static func expectAdopted(_ file: TerraformFile, _ workspace: Workspace) async throws -> String {
    try workspace.write(file.state, to: "terraform.tfstate")
    workspace.sandbox.requests.reset()
    let export = try await workspace.flowform(
      "export", "--terraform", "terraform.tfstate", "--adopt", "--out", "blueprints/moved.yaml")
    #expect(export.status == 0, "\(export.error)")
    #expect(workspace.writes.isEmpty)
    let leftOut = export.error.split(separator: "\n").filter { $0.contains("is left out") }
    let nothing = TerraformTypes.all.filter { type in !kinds.contains { $0.type == type } }
    #expect(leftOut.count == nothing.count, "\(leftOut.joined(separator: "\n"))")
    let text = try workspace.read("blueprints/moved.yaml")
    for output in [text, export.error, try workspace.read("flowform.state.json")] {
      #expect(!output.contains(secret))
    }
    let records = try workspace.json()["resources"]?.map ?? [:]
    #expect(records.count == file.instances.count - nothing.count, "\(export.error)")
    #expect(records.values.allSatisfy { $0["origin"] == "created" })
    let plan = try await workspace.flowform("plan", "--detailed-exitcode", "--format", "json")
    #expect(plan.status == 0, "\(plan.output)\(plan.error)")
    let actions = Set(
      try JSONReader.read(plan.output)["changes"]?.list?.compactMap { $0["action"]?.string } ?? [])
    #expect(actions == ["unchanged"])
    return text
  }

  /// Applies a blueprint to an empty server, exports all of it there, and compares.
  private static func expectTakenBack(
    _ text: String, _ shipped: [Value], _ catalog: Catalog
  ) async throws {
    try await Workspace.with(version.configuration) { workspace in
      try await ShippedMappings.add(shipped, to: workspace)
      var flowform = workspace.flowform
      flowform.variables.merge(ExportedSecrets.variables(of: text)) { $1 }
      try workspace.write(ExportedSecrets.filled(text, catalog))
      let apply = try await flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      let plan = try await flowform("plan", "--detailed-exitcode")
      #expect(plan.status == 0, "\(plan.output)\(plan.error)")
      // The state of a Terraform that had made these objects gives the same blueprint again.
      let instances = (try workspace.json()["resources"]?.map ?? [:]).values.compactMap { record in
        kinds.first { $0.model == record["kind"]?.string }.map { kind in
          TerraformFile.Instance(
            kind.type, record["id"]?.string ?? "",
            ["id": .string(Self.detailKey(of: record, catalog.kind(kind.model)))])
        }
      }
      let again = try await flowform.run(
        ["export", "--terraform", "-"], input: TerraformFile(instances).state)
      #expect(again.status == 0, "\(again.error)")
      #expect(ExportedSecrets.linesWithout(again.output) == ExportedSecrets.linesWithout(text))
    }
  }

  /// The key in the path of a recorded object: an identifier, or the primary key.
  private static func detailKey(of record: Value, _ kind: Kind?) -> String {
    let detail = kind?.detailField.flatMap { record["identifiers"]?[$0] ?? record["applied"]?[$0] }
    return Coercion.text(detail ?? record["pk"] ?? .null) ?? ""
  }

  // MARK: - The state

  /// A state of everything on the server that has a type, and of the types without an object.
  private static func terraformFile(_ workspace: Workspace, _ catalog: Catalog) async throws -> TerraformFile
  {
    var instances: [TerraformFile.Instance] = []
    for (type, model) in kinds {
      guard let kind = catalog.kind(model), let detail = kind.detailField else { continue }
      for (index, object) in try await workspace.objects("\(kind.path)?page_size=100").enumerated() {
        // What authentik makes by itself is in no state.
        guard object["managed"]?.string?.isEmpty ?? true, object["type"] != "internal_service_account" else {
          continue
        }
        var attributes: ValueMap = ["id": object[detail].flatMap(Coercion.text).map(Value.string) ?? .null]
        if detail != kind.primaryKey { attributes["uuid"] = object[kind.primaryKey] }
        for name in ["name", "username"] { attributes[name] = object[name] }
        for field in kind.fields where field.isSecret { attributes[field.name] = .string(secret) }
        instances.append(.init(type, "all", index: .integer(index), .map(attributes)))
      }
    }
    for type in TerraformTypes.all where !kinds.contains(where: { $0.type == type }) {
      instances.append(.init(type, "all", ["id": "1", "value": .string(secret)]))
    }
    return TerraformFile(instances)
  }

  /// An object of a kind that only a server with a licence creates.
  private static func sample(
    _ kind: Kind, _ name: String, _ required: (Field) async throws -> Value
  ) async throws -> Value {
    var fields: ValueMap = [:]
    for field in kind.fields where !field.isWriteOnly {
      if field.isRequired {
        fields[field.name] = try await required(field)
      } else if field.refersTo == nil {
        fields[field.name] = SampleValues.values(of: field, in: kind, unlike: nil, name).first
      }
    }
    fields[kind.primaryKey] =
      kind.field(kind.primaryKey)?.type == .integer ? 4711 : .string(UUID().uuidString.lowercased())
    return .map(fields)
  }
}
