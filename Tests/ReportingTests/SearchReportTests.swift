import Blueprints
import Reporting
import TestSupport
import Testing

struct SearchReportTests {
  @Test func listsPlacesWithTheirReasons() {
    let search = BlueprintSearch(
      blueprints: [
        .init("flows/a.yaml"), .init("flows/b.yaml", hasMistakes: true), .init("apps/wiki.yaml"),
        .init("apps/\u{1B}[31mred.yaml"),
      ],
      leftOut: [
        .init("apps/values.yaml", reason: "no `entries`"), .init("k8s/a.yaml", reason: "empty"),
        .init("k8s/b.yaml", reason: "empty"), .init("charts/a.yaml", reason: "empty"),
        .init("charts/b/c.yaml", reason: "no `entries`"), .init("one/x.yaml", reason: "empty"),
      ])
    Snapshot.expect(SearchReport.text(of: search), "places")
  }

  @Test func endsLongLists() {
    let leftOut = (10..<40).map { BlueprintSearch.LeftOut("\($0)/a.yaml", reason: "empty") }
    Snapshot.expect(
      SearchReport.text(of: BlueprintSearch(blueprints: [], leftOut: leftOut, isComplete: false)), "long")
  }

  @Test func saysNothingOfAnEmptyFolder() {
    #expect(SearchReport.text(of: BlueprintSearch(blueprints: [])).isEmpty)
  }
}
