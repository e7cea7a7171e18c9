import Testing

@testable import Monitoring
@testable import Watching

/// The page of one target, by what its service last did.
struct TargetPageTests {
  private static let one = WatchScene.flows(["one": "First"])

  @Test func anAppliedPlanIsShownAsSuch() async throws {
    let scene = try WatchScene(Self.one)
    try await scene.running(WatchScene.options()) { running in
      try await running.until("an apply") { $0.isApplied }
      let page = TargetPage.text(running.status, version: "flowform 0")
      #expect(page.contains("<p class=\"lead\">This plan was applied.</p>"), "\(page)")
      #expect(page.contains("<b><span class=\"mark create\"") && page.contains("<svg"), "\(page)")
    }
  }

  @Test func withoutAPlanItSaysSo() {
    let page = TargetPage.text(TargetStatus("production"), version: "flowform 0")
    #expect(page.contains("There is no plan yet.") && page.contains("<h1>production</h1>"), "\(page)")
  }
}
