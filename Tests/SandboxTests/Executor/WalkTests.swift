import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// The sandbox walks flows over HTTP.
@Suite struct WalkTests {
  @Test(arguments: EmbeddedCatalog.recorded)
  func stagesFollowInTheirOrder(_ version: EmbeddedCatalog) async throws {
    try await Flows.withSandbox(version) { client in
      let flow = try await client.made("/flows/instances/", Flows.body("walk"))
      for (order, name) in [(20, "second"), (10, "first")] {
        let stage = try await client.made("/stages/dummy/", ["name": .string(name)])
        _ = try await client.made(
          "/flows/bindings/", ["target": flow, "stage": stage, "order": .integer(order)])
      }
      let browser = Browser(client: client)
      #expect(try await browser.open("walk")["name"] == "first")
      #expect(try await browser.open("walk")["name"] == "first")
      #expect(try await browser.answer("walk", [:])["name"] == "second")
      #expect(try await browser.answer("walk", [:]) == ["component": "xak-flow-redirect", "to": "/"])
    }
  }

  @Test(arguments: EmbeddedCatalog.recorded)
  func aDenyStageEndsTheRun(_ version: EmbeddedCatalog) async throws {
    try await Flows.withSandbox(version) { client in
      let flow = try await client.made("/flows/instances/", Flows.body("walk"))
      let stage = try await client.made("/stages/deny/", ["name": "deny", "deny_message": "Closed today."])
      _ = try await client.made("/flows/bindings/", ["target": flow, "stage": stage, "order": 0])
      let answer = try await Browser(client: client).open("walk")
      #expect(answer["component"] == "ak-stage-access-denied")
      #expect(answer["error_message"] == "Closed today.")
    }
  }
}
