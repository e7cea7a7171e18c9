import Model
import OrderedCollections
import Testing

@Suite struct ResourceAddressTests {
  @Test(
    arguments: [
      (["slug": "login"], "[slug=login]"), (["b": 1, "a": "x"], "[a=x,b=1]"),
      (["slug": "A-b_c.9"], "[slug=A-b_c.9]"), (["name": ""], #"[name=""]"#),
      (["name": "a b"], #"[name="a b"]"#),
      (["name": "a=1,b]"], #"[name="a=1,b]"]"#), (["name": "say \"é\"\n"], #"[name="say \"é\"\n"]"#),
      (["on": true, "none": nil], "[none=null,on=true]"),
      (["map": ["b": 1, "a": [2]]], #"[map={"a":[2],"b":1}]"#),
    ] as [(ValueMap, String)])
  func isWritten(identifiers: ValueMap, text: String) {
    let address = ResourceAddress(
      model: "app.model", identifiers: identifiers.map { (key: $0.key, value: $0.value) })
    #expect(address.description == "app.model" + text)
    #expect(ResourceAddress(address.description) == address)
    #expect(ResourceAddress(address.description)?.model == "app.model")
  }

  @Test(arguments: ["", "slug", "app.model", "[slug=a]", "model[slug=a]", "app.model[slug=a"])
  func isNoneWithoutModelAndIdentifiers(text: String) {
    #expect(ResourceAddress(text) == nil)
  }

  @Test func sortsByItsText() {
    let addresses = ["a.b[slug=b]", "a.c[slug=a]", "a.b[slug=a]"].compactMap { ResourceAddress($0) }
    #expect(addresses.sorted().map(\.description) == ["a.b[slug=a]", "a.b[slug=b]", "a.c[slug=a]"])
  }
}
