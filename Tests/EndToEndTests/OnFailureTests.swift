import Catalog
import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import Testing

/// The course of a run after one of its changes has failed.
struct OnFailureTests {
  private static let first = """
    version: 1
    entries:
      - model: authentik_flows.flow
        identifiers: {slug: kept}
        attrs: {name: Kept, title: Before, designation: authentication}
      - model: authentik_core.user
        identifiers: {username: ada}
        attrs: {name: Before, password: first-secret}
      - model: authentik_flows.flow
        identifiers: {slug: doomed}
        attrs: {name: Doomed, title: Doomed, designation: authentication}
    """

  /// Creates, updates and deletes, and at last a binding that only the server refuses.
  private static func second(password: String = "first-secret", doomed: String = "present") -> String {
    """
    version: 1
    entries:
      - model: authentik_flows.flow
        identifiers: {slug: kept}
        attrs: {name: Kept, title: After, designation: authentication}
      - model: authentik_core.user
        identifiers: {username: ada}
        attrs: {name: After, password: \(password)}
      - model: authentik_flows.flow
        state: \(doomed)
        identifiers: {slug: doomed}
        attrs: {name: Doomed, title: Doomed, designation: authentication}
      - model: authentik_stages_invitation.invitation
        identifiers: {name: welcome}
        attrs: {single_use: true}
      - model: authentik_flows.flow
        id: made
        identifiers: {slug: made}
        attrs: {name: Made, title: Made, designation: authentication}
      - model: authentik_stages_deny.denystage
        id: stage
        identifiers: {name: made-deny}
      - model: authentik_flows.flowstagebinding
        identifiers: {target: !KeyOf made, stage: !KeyOf stage, order: 0}
      - model: authentik_flows.flowstagebinding
        identifiers: {target: !KeyOf made, stage: !KeyOf stage, order: 1}
        attrs: {evaluate_on_plan: false, re_evaluate_policies: false}

    """
  }

  private static func summary(_ finished: FlowformProcess.Finished) throws -> Value {
    try JSONReader.read(String(finished.output.split(separator: "\n").last ?? ""))
  }

  private static func events(_ finished: FlowformProcess.Finished, _ name: Value) throws -> [Value] {
    try finished.output.split(separator: "\n").map { try JSONReader.read(String($0)) }
      .filter { $0["event"] == name }
  }

  private func fail(_ workspace: Workspace, _ text: String, _ options: String...) async throws
    -> FlowformProcess.Finished
  {
    try workspace.write(text)
    workspace.sandbox.requests.reset()
    let apply = try await workspace.flowform.run(["apply", "--yes", "--parallelism", "1"] + options)
    #expect(apply.status == 1, "\(apply.error)\(apply.output)")
    return apply
  }

  @Test func rollbackUndoesWhatTheRunDidInReverse() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.first)
      let resources = try workspace.json()["resources"]
      let apply = try await fail(
        workspace, Self.second(), "--on-failure", "rollback", "--format", "json")
      let undone = try Self.events(apply, "undone").compactMap { $0["address"]?.string }
      let done = try Self.events(apply, "finished").compactMap { $0["address"]?.string }
      #expect(undone == done.reversed())
      #expect(undone.count == 6)
      let summary = try Self.summary(apply)
      #expect(summary["created"] == 4 && summary["updated"] == 2 && summary["failed"] == 1)
      #expect(summary["undone"] == 6 && summary["notUndone"] == 0)
      #expect(try await workspace.flow("kept")["title"] == "Before")
      #expect(try await workspace.objects("/core/users/?username=ada").first?["name"] == "Before")
      #expect(try await workspace.flowCount() == 2)
      for path in ["/stages/deny/", "/flows/bindings/", "/stages/invitation/invitations/"] {
        #expect(try await workspace.objects(path).isEmpty)
      }
      #expect(try workspace.json()["resources"] == resources)
      #expect(try workspace.json()["intents"] == nil)
      #expect(!workspace.exists("flowform.state.json.journal"))
      // The server is in the state that the first run left.
      #expect(try await workspace.apply(Self.first).isEmpty)
    }
  }

  @Test func rollbackSaysWhatItCannotUndoAndTheStateIsTrue() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply(Self.first)
      let before = try workspace.json()["resources"]?["authentik_core.user[username=ada]"]
      let apply = try await fail(
        workspace, Self.second(password: "second-secret", doomed: "absent"), "--on-failure", "rollback")
      #expect(apply.output.contains("Partly rolled back"), "\(apply.output)")
      #expect(apply.output.contains("6 of these undone, 1 not undone"), "\(apply.output)")
      #expect(apply.error.contains("flow[slug=doomed]: created again"), "\(apply.error)")
      #expect(apply.error.contains("user[username=ada]: still updated: `password` cannot be restored"))
      #expect(!(apply.error + apply.output).contains("second-secret"))
      let state = try workspace.json()["resources"]
      #expect(
        state?["authentik_flows.flow[slug=doomed]"]?["pk"] == (try await workspace.flow("doomed")["pk"]))
      let user = state?["authentik_core.user[username=ada]"]
      #expect(user?["applied"] == before?["applied"])
      // The password is the new one, and the state knows that.
      #expect(user?["secrets"] != before?["secrets"])
      let writes = try await workspace.apply(Self.first)
      #expect(
        writes.map { $0.split(separator: "/").suffix(2).last ?? "" } == ["set_password"], "\(writes)")
    }
  }

  /// The server may have changed in the meantime. Changes by others stay.
  @Test func rollbackLeavesWhatSomebodyElseDependsOn() async throws {
    var configuration = SandboxConfiguration()
    configuration.delayMilliseconds = 40
    try await Workspace.with(configuration) { workspace in
      try workspace.write(Self.second())
      async let running = workspace.flowform(
        "apply", "--yes", "--parallelism", "1", "--on-failure", "rollback")
      // Before the run reaches the failing change, somebody binds another stage to its flow.
      var made: Value?
      while made == nil {
        made = try await workspace.objects("/flows/instances/?slug=made").first
      }
      let stage = try await workspace.add(["name": "theirs"], to: "/stages/deny/")
      let binding = try await workspace.add(
        ["target": made?["pk"] ?? .null, "stage": stage["pk"] ?? .null, "order": 9], to: "/flows/bindings/")
      let apply = try await running
      #expect(apply.status == 1)
      #expect(apply.error.contains("flow[slug=made]: still created: 1 objects"), "\(apply.error)")
      #expect(try await workspace.objects("/flows/bindings/").map { $0["pk"] } == [binding["pk"]])
      #expect(try workspace.json()["resources"]?.map?.keys == ["authentik_flows.flow[slug=made]"])
    }
  }

  private static func partly(isRefused: Bool) -> String {
    """
    version: 1
    entries:
      - model: authentik_flows.flow
        id: first
        identifiers: {slug: first}
        attrs: {name: First, title: First, designation: authentication}
      - model: authentik_stages_deny.denystage
        id: deny
        identifiers: {name: deny}
      - model: authentik_flows.flowstagebinding
        id: refused
        identifiers: {target: !KeyOf first, stage: !KeyOf deny, order: 0}
        attrs: {evaluate_on_plan: \(!isRefused), re_evaluate_policies: \(!isRefused)}
      - model: authentik_core.group
        id: group
        identifiers: {name: staff}
      - model: authentik_policies.policybinding
        identifiers: {target: !KeyOf refused, group: !KeyOf group, order: 0}
      - model: authentik_policies.policybinding
        identifiers: {target: !KeyOf first, group: !KeyOf group, order: 0}

    """
  }

  @Test(arguments: [("continue", 4, 1), ("stop", 3, 2)])
  func goesOnWithWhatDoesNotDependOnTheFailureOrDoesNot(
    _ way: String, _ created: Int, _ abandoned: Int
  ) async throws {
    try await Workspace.with { workspace in
      let apply = try await fail(
        workspace, Self.partly(isRefused: true), "--on-failure", way, "--format", "json")
      let summary = try Self.summary(apply)
      #expect(summary["created"] == .integer(created) && summary["failed"] == 1, "\(apply.output)")
      #expect(summary["abandoned"] == .integer(abandoned))
      #expect(summary["undone"] == nil)
      let reasons = try Self.events(apply, "abandoned").compactMap { $0["reason"]?.string }
      let reason = way == "continue" ? "a change that it needs was not done" : "the run stopped when"
      #expect(reasons.count == abandoned && reasons.allSatisfy { $0.hasPrefix(reason) }, "\(reasons)")
      #expect(try workspace.json()["resources"]?.map?.count == created)
      let writes = try await workspace.apply(Self.partly(isRefused: false))
      #expect(writes.count == 6 - created)
      try await workspace.expectSettled()
    }
  }

  // MARK: - Mistakes in single entries

  private static func flow(_ id: String, _ attrs: String = "designation: authentication") -> String {
    """
      - model: authentik_flows.flow
        id: \(id)
        identifiers: {slug: \(id)}
        attrs: {name: \(id), title: \(id), \(attrs)}

    """
  }

  private static func binding(_ flow: String) -> String {
    """
      - model: authentik_flows.flowstagebinding
        id: \(flow)-binding
        identifiers: {target: !KeyOf \(flow), stage: !KeyOf stage, order: 0}
      - model: authentik_policies.policybinding
        identifiers: {target: !KeyOf \(flow)-binding, policy: !KeyOf policy, order: 0}

    """
  }

  /// One mistake of each kind in one entry, from reading to planning.
  @Test(
    arguments: [
      ("a value", flow("broken", "designation: logon"), "logon"),
      ("no value", flow("broken", "designation: !Context [x"), nil),
      ("a tag", flow("broken", "designation: !KeyOf nothing"), "no entry of this file has the id `nothing`"),
      ("identifiers", flow("broken").replacing("{slug: broken}", with: "{slugg: broken}"), "`slugg`"),
      (
        "a reference", flow("broken").replacing("{slug: broken}", with: "{slug: !KeyOf nothing}"), "`nothing`"
      ),
      ("a required field", flow("broken", "layout: stacked"), "without `designation`"),
      (
        "an object that must be new",
        flow("broken").replacing("flows.flow\n", with: "flows.flow\n    state: must_created\n"),
        "must be created but already exists"
      ),
    ] as [(String, String, String?)])
  func aMistakeInOneEntryKeepsTheOthersFromNothing(_ what: String, _ broken: String, _ message: String?)
    async throws
  {
    try await Workspace.with { workspace in
      if message?.hasPrefix("must be created") == true {
        try await workspace.create([
          "slug": "broken", "name": "broken", "title": "T", "designation": "authentication",
        ])
      }
      let text =
        "version: 1\nentries:\n" + broken + Self.flow("sound")
          + """
            - model: authentik_stages_deny.denystage
              id: stage
              identifiers: {name: stage}
            - model: authentik_policies_dummy.dummypolicy
              id: policy
              identifiers: {name: policy}

          """
        + Self.binding("broken") + Self.binding("sound")
      let stopped = try await fail(workspace, text)
      #expect(workspace.writes.isEmpty)
      let apply = try await fail(workspace, text, "--on-failure", "continue", "--prune", "--format", "json")
      guard let message else {
        // A file that cannot be read has no known entries.
        #expect(workspace.writes.isEmpty)
        return
      }
      #expect(
        stopped.error.contains(message) && (apply.error + apply.output).contains(message),
        "\(apply.error)\(apply.output)")
      let made = try Self.events(apply, "finished").compactMap { $0["address"]?.string }
      #expect(made.count == 5, "\(made)")
      #expect(made.allSatisfy { !$0.contains("broken") }, "\(made)")
      let abandoned = try Self.events(apply, "abandoned")
      #expect(abandoned.count == 2, "\(apply.output)")
      #expect(abandoned.allSatisfy { $0["reason"]?.string?.hasPrefix("it needs ") == true })
      let summary = try Self.summary(apply)
      #expect(summary["created"] == 5 && summary["abandoned"] == 2, "\(apply.output)")
      // The applied changes are settled, and the mistake still exists.
      let again = try await fail(workspace, text, "--on-failure", "continue")
      #expect(workspace.writes.isEmpty, "\(again.error)")
      let plan = try await workspace.flowform("plan")
      #expect(plan.status == 1 && plan.error.contains(message), "\(plan.error)")
    }
  }

  /// A message is masked once a set has secrets, and must stay the same message.
  @Test func aSecretElsewhereDoesNotStopTheRest() async throws {
    try await Workspace.with { workspace in
      let user =
        "  - {model: authentik_core.user, identifiers: {username: u}, attrs: {name: u, password: hunter22}}\n"
      let text =
        "version: 1\nentries:\n" + Self.flow("sound") + Self.flow("broken", "designation: nonsense") + user
      let apply = try await fail(workspace, text, "--on-failure", "continue", "--format", "json")
      let made = try Self.events(apply, "finished").compactMap { $0["address"]?.string }
      #expect(
        made.sorted() == ["authentik_core.user[username=u]", "authentik_flows.flow[slug=sound]"],
        "\(apply.output)\(apply.error)")
    }
  }

  /// An entry with a mistake may describe an object that seems to be left over.
  @Test func nothingIsPrunedWhileAnEntryHasAMistake() async throws {
    try await Workspace.with { workspace in
      try await workspace.apply("version: 1\nentries:\n" + Self.flow("old") + Self.flow("other"))
      let text = "version: 1\nentries:\n" + Self.flow("other") + Self.flow("new", "designation: logon")
      _ = try await fail(workspace, text, "--on-failure", "continue", "--prune")
      #expect(workspace.writes.isEmpty)
      #expect(try await workspace.flowCount() == 2)
    }
  }
}
