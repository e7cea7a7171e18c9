import Model
import OrderedCollections
import Testing

/// Addresses as plans print them and as users type them.
struct AddressReaderTests {
  @Test(arguments: [
    "authentik_flows.flow[slug=login]",
    "authentik_core.user[username=\"a b, c]\"]",
    "authentik_core.user[username=\"with \\\" inside\"]",
    "authentik_flows.flowstagebinding[order=10,stage=authentik_stages_deny.denystage[name=no],target=authentik_flows.flow[slug=login]]",
    "authentik_policies.policybinding[order=0,policy=authentik_policies_dummy.dummypolicy[name=\"a]b\"],target=authentik_flows.flowstagebinding[order=-1,target=authentik_flows.flow[slug=x]]]",
    "authentik_core.user[attributes={\"a\":[1,\"]\"]},username=x]",
  ])
  func areReadAndWrittenAsTheSame(_ text: String) throws {
    #expect(try AddressReader.read(text).address.description == text)
  }

  @Test func identifiersAreSorted() throws {
    #expect(
      try AddressReader.read("Authentik_Flows.Flow[slug=a,name=b]").address.description
        == "authentik_flows.flow[name=b,slug=a]")
  }

  @Test(arguments: [
    "", "flow", "authentik_flows.flow", "flow[slug=a]", "authentik_flows.flow[]",
    "authentik_flows.flow[slug]",
    "authentik_flows.flow[slug=]", "authentik_flows.flow[slug=a", "authentik_flows.flow[slug=a]x",
    "authentik_flows.flow[slug=a,slug=b]", "authentik_flows.flow[slug=\"a]", "authentik_flows.flow[slug=a b]",
    "authentik_flows.flow[slug=flow[x=1]]", "authentik_flows.flow[slug={\"a\"]",
  ])
  func whatIsNoneSaysHowOneLooks(_ text: String) {
    #expect { try AddressReader.read(text) } throws: { error in
      (error as? AddressReader.Failure)?.message.contains("authentik_flows.flow[slug=login]") == true
    }
  }

  @Test func aNestedAddressIsReplacedAtAnyDepth() throws {
    let old = try AddressReader.read("authentik_flows.flow[slug=a]")
    let new = try AddressReader.read("authentik_flows.flow[slug=b]")
    let outer = try AddressReader.read(
      "m.outer[name=\"authentik_flows.flow[slug=a]\",x=m.inner[y=authentik_flows.flow[slug=a]]]")
    #expect(
      outer.replacing(old.address, with: new).address.description
        == "m.outer[name=\"authentik_flows.flow[slug=a]\",x=m.inner[y=authentik_flows.flow[slug=b]]]")
  }
}
