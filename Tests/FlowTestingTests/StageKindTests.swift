import FlowTesting
import Testing

@Suite struct StageKindTests {
  @Test func stagesAreTheSameByTheirName() {
    #expect(StageKind("password") == StageKind("password"))
  }
}
