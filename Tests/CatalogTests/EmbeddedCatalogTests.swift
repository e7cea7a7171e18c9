import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

@Suite struct EmbeddedCatalogTests {
  @Test(arguments: [
    ("2024.8.2", "2024.8"), ("2024.8", "2024.8"), ("2023.1", "2024.8"), ("2024.12.5", "2024.12"),
    ("2025.11", "2025.10"), ("2025.12.99", "2025.12"), ("2026.5.0-rc1", "2026.5.0-rc1"), ("2026.5", "2026.5"),
    ("2026.5.1", "2026.5"), ("2026.10.1", "2026.8"), ("2027.1", "2026.8"), ("", "2024.8"),
    ("nonsense", "2024.8"),
  ])
  func isTheOneOfTheFamilyOrTheLastBefore(version: String, name: String) {
    #expect(EmbeddedCatalog.nearest(to: version).name == name)
  }

  @Test func everyFamilyIsThere() {
    #expect(
      EmbeddedCatalog.all.map(\.name) == [
        "2024.8", "2024.10", "2024.12", "2025.2", "2025.4", "2025.6", "2025.8", "2025.10", "2025.12",
        "2026.2",
        "2026.5.0-rc1", "2026.5", "2026.8",
      ])
    #expect(EmbeddedCatalog.newest.name == "2026.8")
  }

  @Test(arguments: [
    ("2024.8", "2024.8"), ("2025.6", "2024.8"), ("2025.8", "2026.5.0-rc1"), ("2026.2", "2026.5.0-rc1"),
    ("2026.8", "2026.5.0-rc1"),
  ])
  func knowsTheNearestRecordedVersion(name: String, recorded: String) throws {
    #expect(try EmbeddedCatalog.named(name).nearestRecorded.name == recorded)
  }

  @Test func isNamedByItsVersion() throws {
    #expect(try EmbeddedCatalog.named("2026.5").version == "2026.5.8")
    #expect(try EmbeddedCatalog.named("2026.5.0-rc1") == .v2026_5_rc1)
    #expect(try EmbeddedCatalog.named("2024.8.3") == .v2024_8)
    let known = EmbeddedCatalog.all.map(\.name)
    #expect(throws: CatalogError.unknownVersion("2025.5", known: known)) {
      try EmbeddedCatalog.named("2025.5")
    }
  }

  @Test func knowsTheKindsOf2026_5() throws {
    let catalog = try EmbeddedCatalog.v2026_5_rc1.load()
    #expect(catalog.models.count == 117)
    #expect(catalog.kinds.count == 117)
    #expect(
      catalog.modelsWithoutEndpoint == [
        "authentik_blueprints.metaapplyblueprint",
        "authentik_endpoints_connectors_agent.agentdeviceuserbinding",
        "authentik_events.notification", "authentik_reports.dataexport", "authentik_tasks_schedules.schedule",
      ])
  }

  /// A correction is about fields that the version has.
  @Test(arguments: EmbeddedCatalog.all) func factsNameFieldsOfTheirKind(version: EmbeddedCatalog) throws {
    for kind in try version.load().kinds {
      func accepts(_ field: String) -> Bool { kind.field(field)?.isReadOnly == false }
      #expect(kind.neededToCreate.allSatisfy { $0.contains(where: accepts) }, "\(kind.model)")
      #expect(kind.uniqueTogether.joined().allSatisfy(accepts), "\(kind.model)")
    }
  }

  private static func flow(_ version: EmbeddedCatalog) throws -> Kind {
    try #require(try version.load().kind("authentik_flows.flow"))
  }

  @Test(arguments: EmbeddedCatalog.recorded)
  func knowsWhatAFlowIs(version: EmbeddedCatalog) throws {
    let flow = try Self.flow(version)
    #expect(flow.path == "/flows/instances/")
    #expect(flow.component == "Flow")
    #expect(flow.primaryKey == "pk")
    #expect(flow.detailField == "slug")
    #expect(flow.canList && flow.canUpdate && flow.canDelete && flow.hasUsedBy && flow.canProbe)
    #expect(flow.uniqueFields == ["slug"])
    #expect(flow.uniqueTogether.isEmpty)
    #expect(flow.fields.filter(\.isRequired).map(\.name) == ["name", "slug", "title", "designation"])
    #expect(Set(flow.filters.keys) == ["flow_uuid", "name", "slug", "designation", "denied_action"])
    #expect(flow.field("policybindingmodel_ptr_id")?.isReadOnly == true)
    #expect(flow.field("slug")?.pattern == "^[-a-zA-Z0-9_]+$")
    #expect(flow.field("name")?.allowsBlank == false)
    #expect(flow.field("name")?.isNullable == false)
    #expect(flow.field("compatibility_mode")?.type == .boolean)
    #expect(
      flow.field("designation")?.type
        == .choice([
          "authentication", "authorization", "invalidation", "enrollment", "unenrollment", "recovery",
          "stage_configuration",
        ]))
    #expect(flow.field("denied_action")?.type == .choice(["message_continue", "message", "continue"]))
    #expect(flow.field("policy_engine_mode")?.type == .choice(["all", "any"]))
    #expect(flow.fields.allSatisfy { !$0.isSecret })
  }

  @Test func knowsWhereTheVersionsDiffer() throws {
    let (old, new) = (try Self.flow(.v2024_8), try Self.flow(.v2026_5_rc1))
    #expect(old.field("slug")?.maxLength == 50)
    #expect(new.field("slug")?.maxLength == nil)
    #expect(old.field("background")?.isReadOnly == true)
    #expect(new.field("background")?.isReadOnly == false)
    let layouts = ["stacked", "content_left", "content_right", "sidebar_left", "sidebar_right"]
    #expect(old.field("layout")?.type == .choice(layouts))
    #expect(
      new.field("layout")?.type
        == .choice(layouts + ["sidebar_left_frame_background", "sidebar_right_frame_background"]))
    let least = ["none", "require_authenticated", "require_unauthenticated", "require_superuser"]
    #expect(old.field("authentication")?.type == .choice(least + ["require_outpost"]))
    #expect(new.field("authentication")?.type == .choice(least + ["require_redirect", "require_outpost"]))
  }

  /// The ten kinds with only a name or a key. A bare body creates them.
  @Test(arguments: [
    "authentik_stages_user_delete.userdeletestage", "authentik_stages_user_logout.userlogoutstage",
    "authentik_rbac.role", "authentik_stages_authenticator_static.staticdevice",
    "authentik_stages_authenticator_totp.totpdevice", "authentik_stages_authenticator_duo.duodevice",
  ])
  func neverProbesWhatABareBodyCreates(model: String) throws {
    for version in EmbeddedCatalog.recorded {
      #expect(try #require(try version.load().kind(model)).canProbe == false)
    }
  }

  @Test(.needsSharedMaterial) func isWhatTheGeneratorMakes() throws {
    let corrections = try Corrections(lines: ProjectFiles.text("Sources/CatalogData/corrections.jsonl"))
    let versions = try SharedMaterial.files(below: "authentik", ending: "/schema.json").map { name in
      let document = try JSONReader.read(SharedMaterial.bytes(name))
      return (catalog: corrections.applied(to: try OpenAPIReader.catalog(of: document)), document: document)
    }
    let catalogs = versions.map(\.catalog)
    #expect(try CatalogHistory.data(of: catalogs) == ProjectFiles.text("Sources/CatalogData/kinds.jsonl"))
    #expect(NestedHistory.data(of: versions) == (try ProjectFiles.text("Sources/CatalogData/nested.jsonl")))
    #expect(catalogs.count == EmbeddedCatalog.all.count)
    for catalog in catalogs {
      #expect(try EmbeddedCatalog.named(catalog.version).load().data == catalog.data)
    }
  }

  /// The identifiers that the API checks are those of a table that was read from real servers.
  @Test(.needsSharedMaterial, arguments: EmbeddedCatalog.recorded)
  func knowsTheUniqueFieldsOfRealServers(version: EmbeddedCatalog) throws {
    let catalog = try version.load()
    let table = String(decoding: try SharedMaterial.bytes("design/unique-fields.tsv"), as: UTF8.self)
    let column = version == .v2024_8 ? 1 : 2
    var count = 0
    for line in table.split(separator: "\n") where !line.hasPrefix("#") && !line.hasPrefix("model\t") {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard let kind = catalog.kind(cells[0]) else { continue }
      let unique =
        cells[column] == "none" || cells[column] == "-"
        ? [] : cells[column].split(separator: ",").map(String.init)
      #expect(Set(kind.uniqueFields) == Set(unique), "\(kind.model)")
      if cells.count > 5, cells[5] == "never" { #expect(!kind.canProbe, "\(kind.model)") }
      count += 1
    }
    #expect(count == catalog.models.count)
  }
}
