import Catalog
import FlowTesting
import TestSupport
import Testing

@Suite struct StageKindTests {
  @Test func everyStageOfTheCatalogHasAName() throws {
    let models = try EmbeddedCatalog.newest.load().models.filter { $0.hasSuffix("stage") }
    #expect(models.count > 20)
    for model in models {
      let kind = StageKind(called: model)
      #expect(kind?.model == model, "\(model)")
    }
  }

  @Test func everyNameIsReadBack() {
    for name in StageKind.names { #expect(StageKind(called: name)?.name == name) }
  }

  @Test(arguments: [
    ("ak-stage-identification", "identification"), ("ak-stage-access-denied", "deny"),
    ("xak-flow-redirect", "redirect"), ("ak-stage-flow-error", "flow-error"),
    ("ak-stage-session-end", "session-end"),
  ])
  func aChallengeIsOfAStage(component: String, name: String) {
    #expect(StageKind(component: component) == StageKind(name))
    #expect(StageKind(name).components.contains(component))
  }

  @Test func whatNobodyKnowsIsNoStage() {
    #expect(StageKind(component: "ak-stage-teleport") == nil)
    #expect(StageKind(called: "teleport") == nil)
  }
}
