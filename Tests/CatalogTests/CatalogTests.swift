import Catalog
import Model
import OrderedCollections
import Testing

@Suite struct CatalogTests {
  private static let data = """
    {"version":"1.2.3","withoutEndpoint":["app.meta"]}
    {"model":"app.thing","component":"Thing","path":"/things/","primaryKey":"pk","filters":{},"fields":[]}
    {"model":"other.gadget","component":"Gadget","path":"/gadgets/","primaryKey":"id","detailField":"slug",\
    "list":false,"update":false,"delete":false,"usedBy":true,"unique":["slug"],"uniqueTogether":[["a","b"]],\
    "probe":true,"filters":{"slug":"text"},"fields":[{"name":"slug","type":"text","required":true}]}

    """

  @Test func isReadFromItsData() throws {
    let catalog = try Catalog(data: Array(Self.data.utf8))
    #expect(catalog.version == "1.2.3")
    #expect(catalog.models == ["app.thing", "other.gadget"])
    #expect(catalog.modelsWithoutEndpoint == ["app.meta"])
    #expect(catalog.kind("app.none") == nil)
    let gadget = try #require(catalog.kind("other.gadget"))
    #expect(gadget.primaryKey == "id" && gadget.detailField == "slug")
    #expect(!gadget.canList && !gadget.canUpdate && !gadget.canDelete && gadget.hasUsedBy && gadget.canProbe)
    #expect(gadget.uniqueFields == ["slug"] && gadget.uniqueTogether == [["a", "b"]])
    #expect(gadget.filters == ["slug": .text(.plain)])
    #expect(gadget.permission("add") == "other.add_gadget")
    #expect(catalog.data == Self.data)
  }

  @Test(arguments: ["", "{}", "no json", "{\"version\":\"1\"}\n{\"component\":\"X\"}"])
  func refusesOtherData(text: String) {
    #expect(throws: CatalogError.self) { try Catalog(data: Array(text.utf8)) }
  }

  @Test(arguments: [
    ("app.thingy", "; did you mean `app.thing`?"), ("wrong_app.gadget", "; did you mean `other.gadget`?"),
    ("app.meta", "; did you mean `app.meta`?"), ("nothing.like_it", ""),
  ])
  func suggestsModels(name: String, hint: String) throws {
    #expect(try Catalog(data: Array(Self.data.utf8)).modelHint(for: name) == hint)
  }
}
