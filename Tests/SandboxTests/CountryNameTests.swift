import Catalog
import Model
import Testing

@testable import Sandbox

struct CountryNameTests {
  @Test(arguments: [
    ("DE", "Germany"), ("CI", "Côte d’Ivoire"), ("AX", "Åland Islands"), ("ZW", "Zimbabwe"), ("??", "??"),
  ])
  func namesACountry(code: String, name: String) {
    #expect(CountryNames.value([.string(code)]) == [["code": .string(code), "name": .string(name)]])
  }

  @Test func everyCountryOfTheCatalogHasAName() throws {
    let kind = try #require(
      try EmbeddedCatalog.v2026_5_rc1.load().kind("authentik_policies_geoip.geoippolicy"))
    guard case .list(.choice(let codes)) = try #require(kind.field("countries")).type else {
      Issue.record("the countries are not a list of codes")
      return
    }
    #expect(codes.count > 200)
    let named = CountryNames.value(codes.map { .string($0) })
    #expect(named.list?.filter { $0["name"] == $0["code"] } == [])
  }
}
