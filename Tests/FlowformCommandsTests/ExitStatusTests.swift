import FlowformCommands
import Model
import Operations
import OrderedCollections
import Remote
import Testing

/// What a script learns from a command that cannot go on, and what a person is told.
struct ExitStatusTests {
  @Test(arguments: [
    (APIError.unreachable("no route"), 3 as Int32, "check --url"),
    (.refusedToken("it is unknown"), 3, "set AUTHENTIK_TOKEN"),
    (.notPermitted("authentik_flows.view_flow"), 1, "grant it to the token's user"),
    (.notFound, 1, "run again"), (.invalid(["slug": "taken"]), 1, "its log may say why"),
    (.ambiguous("it answers 500"), 1, "try again, and check its log"),
    (.throttled(seconds: 1), 1, "try again later"),
    (.wrongAddress("there is no API"), 3, "check the path of --url"),
    (.rejected(status: 418, "teapot"), 1, "its log may say why"),
    (.wrongSettings("no proxy"), 3, "no proxy"),
  ])
  func aServer(error: APIError, status: Int32, advice: String) {
    let failure = OperationError(error)
    #expect(ExitStatus(failure.code).rawValue == status)
    #expect(failure.message.contains(advice), "\(failure.message)")
    #expect(!failure.message.contains("outcome"), "what only reads has no outcome: \(failure.message)")
  }
}
