import Exporting
import Model
import Testing

/// What is read of Terraform's state.
struct TerraformStateTests {
  private static func state(_ resources: String) throws(TerraformState.Failure) -> TerraformState {
    try TerraformState(
      Array(#"{"version": 4, "resources": [\#(resources)]}"#.utf8), file: "terraform.tfstate")
  }

  private static func flow(_ rest: String, provider: String) -> String {
    let quoted = provider.replacing("\"", with: "\\\"")
    return
      #"{"mode": "managed", "type": "authentik_flow", "name": "login", "provider": "\#(quoted)", \#(rest)}"#
  }

  private static let one = #""instances": [{"attributes": {"id": "login"}}]"#

  @Test(arguments: [
    (#"provider["registry.terraform.io/goauthentik/authentik"]"#, true),
    (#"provider["registry.opentofu.org/goauthentik/authentik"].second"#, true),
    (#"module.sso["a.b"].provider["mirror.example.com/goauthentik/authentik"]"#, true),
    (#"provider["registry.terraform.io/beryju/authentik"]"#, true), ("provider.authentik", true),
    ("provider.authentik.second", true), ("module.sso.provider.authentik", true),
    (#"provider["registry.terraform.io/acme/authentik"]"#, false),
    (#"provider["registry.terraform.io/goauthentik/other"]"#, false), ("", false),
  ])
  func theProviderIsKnownInEveryForm(_ provider: String, _ isAuthentik: Bool) throws {
    let state = try? Self.state(Self.flow(Self.one, provider: provider))
    #expect((state != nil) == isAuthentik)
    #expect(state.map { $0.resources.map(\.key) } ?? ["login"] == ["login"])
  }

  @Test(arguments: [
    (#""instances": [{"attributes": {"id": "a"}}]"#, "authentik_flow.login", ["login"]),
    (
      #""module": "module.sso", "instances": [{"attributes": {"id": "a"}}]"#,
      "module.sso.authentik_flow.login", ["sso", "login"]
    ),
    (
      #""module": "module.sso[\"a.b\"].module.flows[0]", "instances": [{"index_key": "c", "attributes": {"id": "a"}}]"#,
      #"module.sso["a.b"].module.flows[0].authentik_flow.login["c"]"#,
      ["sso", "a.b", "flows", "0", "login", "c"]
    ),
    (
      #""instances": [{"index_key": 2, "attributes": {"id": "a"}}]"#, "authentik_flow.login[2]",
      ["login", "2"]
    ),
    (#""instances": [{"attributes_flat": {"id": "a"}}]"#, "authentik_flow.login", ["login"]),
    (#""instances": [{"attributes": {"id": 7}}]"#, "authentik_flow.login", ["login"]),
  ])
  func anInstanceHasTheAddressOfTerraform(_ rest: String, _ address: String, _ words: [String]) throws {
    let provider = #"provider["registry.terraform.io/goauthentik/authentik"]"#
    let resource = try #require(try Self.state(Self.flow(rest, provider: provider)).resources.first)
    #expect(resource.address == address)
    #expect(resource.words == words)
  }

  /// Most attributes may be secret, so only those that tell where the object is are kept.
  @Test func nothingElseIsKept() throws {
    let rest = #""instances": [{"attributes": {"id": "a", "uuid": "b", "client_secret": "c", "title": "d"}}]"#
    let state = try Self.state(Self.flow(rest, provider: "provider.authentik"))
    #expect(state.resources.first?.attributes == ["uuid": "b"])
  }

  /// A plan's JSON holds the state before it.
  @Test func thePriorStateOfAPlanIsRead() throws {
    let text = """
      {"format_version": "1.2", "planned_values": {"root_module": {}}, "prior_state": {"values": {"root_module":
      {"resources": [{"address": "authentik_flow.login", "mode": "managed", "type": "authentik_flow", "name": "login",
      "provider_name": "registry.terraform.io/goauthentik/authentik", "values": {"id": "login"}}]}}}}
      """
    let state = try TerraformState(Array(text.utf8), file: "plan.json")
    #expect(state.resources.map(\.address) == ["authentik_flow.login"])
  }
}
