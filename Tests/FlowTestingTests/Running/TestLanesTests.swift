import Model
import OrderedCollections
import Testing

@testable import FlowTesting

@Suite struct TestLanesTests {
  private func login(_ name: String) -> FlowTest {
    .made(.at("identification", ["uid_field": .value(.string(name))]), ends: .signedOut)
  }

  @Test func testsOfOneUserRunOneAfterTheOther() {
    let tests = [
      login("alice"), login("bob"), login("Alice"), .made(ends: .signedOut), .made(ends: .signedOut),
    ]
    #expect(TestLanes(tests).lanes == [[0, 2], [1], [3], [4]])
  }

  @Test func anAddressIsItsUsers() {
    let tests = [login("alice"), login("bob"), login("Alice@example.com")]
    #expect(TestLanes(tests, known: ["Alice@example.com": "alice"]).lanes == [[0, 2], [1]])
  }

  /// A link's test comes after the test that has it sent.
  @Test func codesAndLinksCountForTheirUser() {
    let tests: [FlowTest] = [
      login("alice"), .made(ends: .signedOut, query: ["flow_token": .emailToken(user: "alice")]),
      .made(.at("authenticator_validate", ["code": .staticCode(user: "bob")]), ends: .signedOut),
      login("bob"),
      .made(.at("authenticator_validate", ["code": .totp(secret: "GEZD")]), ends: .signedOut),
      .made(.at("authenticator_validate", ["code": .totp(secret: "GEZD")]), ends: .signedOut),
    ]
    #expect(TestLanes(tests).lanes == [[0, 1], [2, 3], [4, 5]])
  }

  @Test func aTestOfTwoUsersJoinsTheirLanes() {
    let both = FlowTest.made(
      .at("identification", ["uid_field": "alice"]), .at("prompt", ["username": "bob"]), ends: .signedOut)
    #expect(TestLanes([login("alice"), login("bob"), login("carol"), both]).lanes == [[0, 1, 3], [2]])
  }
}
