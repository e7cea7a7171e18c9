import EndToEndSupport
import Foundation
import FoundationNetworking
import Model
import OrderedCollections
import Sandbox
import Subprocess
import TestSupport
import Testing

/// `flowform watch` as a process, over real HTTP.
struct WatchCommandTests {
  private static func title(_ workspace: Workspace, _ slug: String = "one") async throws -> String? {
    try? await workspace.flow(slug)["title"]?.string
  }

  private static func text(_ title: String, _ slug: String = "one") -> String {
    """
    version: 1
    entries:
    - model: authentik_flows.flow
      identifiers: {slug: \(slug)}
      attrs: {name: \(slug), title: \(title), designation: authentication}

    """
  }

  private static func get(_ url: String, method: String = "GET") async throws -> (status: Int, body: String) {
    var request = URLRequest(url: try #require(URL(string: url)))
    request.httpMethod = method
    let (data, response) = try await URLSession.shared.data(for: request)
    return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
  }

  @Test func keepsTheServerAsTheBlueprintsSay() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.text("First"))
      let ended = try await workspace.flowform.serving(["watch", "--apply", "--interval", "2"]) { service in
        try await service.until("created authentik_flows.flow[slug=one]")
        // A change is noticed within 5 s; a busy machine may need longer for the rest.
        try workspace.write(Self.text("Second"))
        try await service.until("the change") { try await Self.title(workspace) == "Second" }
        try await workspace.patch("one", ["title": "by hand"])
        try await service.until("changed outside")
        try await service.until("the drift") { try await Self.title(workspace) == "Second" }
        try workspace.write("version: 1\nentries: [{model: authentik_flows.flow, nonsense: 1}]\n")
        try await service.until("the last blueprints without mistakes stay in force")
        try await workspace.patch("one", ["title": "by hand again"])
        try await service.until("the good blueprints") { try await Self.title(workspace) == "Second" }
        try workspace.write(Self.text("Third"))
        try await service.until("the mended blueprints") { try await Self.title(workspace) == "Third" }
        for line in try service.lines {
          #expect(
            line["time"]?.string != nil && line["level"]?.string != nil && line["message"]?.string != nil)
        }
      }
      #expect(ended.status == 0 && ended.output.isEmpty && ended.error.contains("\"message\":\"ended\""))
      #expect(!workspace.exists("flowform.state.json.lock"))
      workspace.sandbox.requests.reset()
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(workspace.writes.isEmpty)
    }
  }

  @Test func writesNothingWithoutApply() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.text("First"))
      let ended = try await workspace.flowform.serving(["watch", "--log", "text"]) { service in
        try await service.until("default: 1 to create, 0 to update, 0 to delete")
        try workspace.write(Self.text("First", "two"))
        try await service.until("create authentik_flows.flow[slug=two]")
      }
      #expect(ended.status == 0 && workspace.writes.isEmpty && !workspace.exists("flowform.state.json"))
    }
  }

  @Test func itsPagesTellEverythingButSecrets() async throws {
    let secret = "correct-horse-battery"
    try await Workspace.with { workspace in
      try workspace.write(
        Self.text("Hello <b>")
          + """
          - model: authentik_core.token
            identifiers: {identifier: ci}
            attrs: {key: \(secret), intent: api, user: !Find [authentik_core.user, [username, sandbox-admin]]}
          - model: authentik_flows.flow
            identifiers: {slug: hidden}
            attrs: {name: n, title: !Env HIDDEN, designation: authentication}

          """)
      var flowform = workspace.flowform
      flowform.variables["HIDDEN"] = "hidden-by-default"
      let ended = try await flowform.serving(
        ["watch", "--apply", "--interval", "1", "--listen", "127.0.0.1:0"]
      ) { service in
        let address = try await service.address()
        try await service.until("a first plan") { try await Self.get(address + "/readyz").status == 200 }
        let paths = [
          "/", "/targets/default", "/metrics", "/healthz", "/readyz", "/nothing", "/targets/other",
        ]
        var pages: [String: String] = [:]
        for path in paths {
          let page = try await Self.get(address + path)
          #expect(page.status == (path == "/nothing" || path == "/targets/other" ? 404 : 200), "\(path)")
          for text in [secret, "sandbox-admin\"", "hidden-by-default", "Hello <b>"] {
            #expect(!page.body.contains(text), "\(path) tells \(text)")
          }
          pages[path] = page.body
          for method in ["POST", "PUT", "DELETE", "PATCH"] {
            #expect(try await Self.get(address + path, method: method).status == 405)
          }
        }
        #expect(pages["/"]?.contains("targets/default") == true)
        #expect(pages["/targets/default"]?.contains("<svg") == true)
        #expect(pages["/targets/default"]?.contains("Hello &lt;b&gt;") == true)
        let metrics = pages["/metrics"] ?? ""
        for line in [
          #"flowform_applied_objects_total{target="default",action="create"} 3"#,
          #"flowform_lock_held{target="default"} 1"#, #"flowform_blueprints_valid{target="default"} 1"#,
          #"flowform_failures_total{target="default",class="token"} 0"#,
        ] { #expect(metrics.contains(line + "\n"), "\(line)\n\(metrics)") }
      }
      #expect(
        ended.status == 0 && !ended.error.contains(secret) && !ended.error.contains("hidden-by-default"))
    }
  }

  @Test func severalTargetsWorkOnTheirOwn() async throws {
    try await Workspace.with { one in
      try await Workspace.with { two in
        try one.write(Self.text("First"))
        let flowform = try one.flowform(
          targets: ["one": one.url, "two": two.url, "down": "http://127.0.0.1:1"])
        let ended = try await flowform.serving(
          ["watch", "--apply", "--all-targets", "--listen", "127.0.0.1:0"]
        ) { service in
          try await service.until("both") {
            let (first, second) = (try await Self.title(one), try await Self.title(two))
            return first == "First" && second == "First"
          }
          let address = try await service.address()
          try await service.until("the failure") {
            try await Self.get(address + "/metrics").body
              .contains(#"flowform_failures_total{target="down",class="unreachable"} 1"#)
          }
          let page = try await Self.get(address + "/readyz")
          #expect(page.status == 503 && page.body.hasPrefix("down: "))
          #expect(try await Self.get(address + "/healthz").status == 200)
        }
        #expect(ended.status == 0, "\(ended.error)")
        #expect(one.exists("one.json") && one.exists("two.json"))
      }
    }
  }

  /// The state's place, and how soon a killed replica is replaced.
  @Test(arguments: ["flowform.state.json", "authentik"])
  func aKilledReplicaIsReplacedWithinAMinute(_ state: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.text("First"))
      let arguments = ["watch", "--apply", "--interval", "1", "--state", state]
      // Without a folder in common, unless it is the state's.
      let elsewhere = state == "authentik" ? workspace.folder.appending(path: "elsewhere") : workspace.folder
      if state == "authentik" {
        try workspace.write(Self.text("First"), to: "elsewhere/blueprints/flows.yaml")
      }
      let second = FlowformProcess(folder: elsewhere.path, variables: workspace.flowform.variables)
      let ended = try await second.servingAfterOne(
        workspace.flowform, arguments,
        while: { first, second in
          try await first.until("created authentik_flows.flow[slug=one]")
          try await second.until("standing by: the state is locked by ")
          // One works: it alone undoes what somebody changes.
          try await workspace.patch("one", ["title": "by hand"])
          try await first.until("updated authentik_flows.flow[slug=one]")
          #expect(!second.log.contains("to update"))
        },
        afterTheKill: { second in
          let start = ContinuousClock.now
          try await workspace.patch("one", ["title": "by hand again"])
          try await second.until("the other one") { try await Self.title(workspace) == "First" }
          #expect(ContinuousClock.now - start < .seconds(60))
        })
      #expect(ended.status == 0, "\(ended.error)")
      workspace.sandbox.requests.reset()
      #expect(try await second("apply", "--yes", "--state", state).status == 0)
      #expect(workspace.writes.allSatisfy { $0.contains("/managed/blueprints/") }, "\(workspace.writes)")
      #expect(workspace.writes.count == (state == "authentik" ? 2 : 0))
    }
  }

  @Test func aRefusedTokenIsReadAgain() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.text("First"))
      try workspace.write("wrong", to: "token")
      var flowform = workspace.flowform
      flowform.variables["AUTHENTIK_TOKEN"] = nil
      let ended = try await flowform.serving(["watch", "--apply", "--token-file", "token"]) { service in
        try await service.until("\"class\":\"token\"")
        try workspace.write("sandbox-admin", to: "token")
        try await service.until("created authentik_flows.flow[slug=one]")
      }
      #expect(ended.status == 0)
    }
  }

  @Test func whatIsInFlightFinishesAtTheEnd() async throws {
    var configuration = SandboxConfiguration()
    configuration.delayMilliseconds = 200
    try await Workspace.with(configuration) { workspace in
      try workspace.write(FlowText.many(60))
      let ended = try await workspace.flowform.serving(["watch", "--apply", "--parallelism", "2"]) {
        service in
        try await service.until("created ")
      }
      #expect(ended.status == 0, "\(ended.error)")
      let created = try await workspace.flowCount()
      #expect(created > 0 && created < 60)
      // All that was made is in the state, and the lock is free.
      let list = try await workspace.flowform("state", "list")
      #expect(list.output.split(separator: "\n").count { $0.contains("authentik_flows.flow[") } == created)
      #expect(!workspace.exists("flowform.state.json.lock"))
    }
  }

  @Test func faultsDoNotStopIt() async throws {
    var configuration = SandboxConfiguration()
    configuration.faults = [.serverErrorAfter: 0.05, .serverErrorBefore: 0.05, .resetAfter: 0.02]
    configuration.seed = 7
    try await Workspace.with(configuration) { workspace in
      try workspace.write(FlowText.many(5))
      let ended = try await workspace.flowform.serving(["watch", "--apply", "--interval", "1"]) { service in
        for count in [8, 3, 12] {
          try workspace.write(FlowText.many(count))
          try await service.until("\(count) flows") {
            let text = try? workspace.read("flowform.state.json")
            return text?.contains("flow-\(count - 1)\"") ?? false
          }
        }
      }
      #expect(ended.status == 0, "\(ended.error)")
    }
  }

  @Test(arguments: [
    (["watch", "-"], "standard input"), (["watch", "--interval", "0"], "--interval takes"),
    (["watch", "--listen", "here"], "--listen takes"), (["watch", "--prune"], "need --apply"),
    (["watch", "--all-targets"], "has no targets"),
    (["watch", "--all-targets", "--target", "one"], "use one"),
  ])
  func wrongUsage(_ arguments: [String], _ text: String) async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.text("First"))
      let ended = try await workspace.flowform.run(arguments)
      #expect(ended.status == 64 && ended.error.contains(text), "\(ended.error)")
    }
  }

  @Test func aPortThatIsInUseIsSaid() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.text("First"))
      let ended = try await workspace.flowform("watch", "--listen", "127.0.0.1:\(workspace.port)")
      #expect(ended.status == 64 && ended.error.contains("cannot listen on 127.0.0.1:"), "\(ended.error)")
    }
  }
}

extension FlowformProcess {
  /// Runs a first service and this one beside it, kills the first, and goes on.
  fileprivate func servingAfterOne(
    _ first: FlowformProcess, _ arguments: [String],
    while both: @escaping @Sendable (RunningService, RunningService) async throws -> Void,
    afterTheKill: @escaping @Sendable (RunningService) async throws -> Void
  ) async throws -> Finished {
    let (works, work) = AsyncThrowingStream<RunningService, any Error>.makeStream()
    let (ends, end) = AsyncStream<Void>.makeStream()
    return try await withThrowingTaskGroup(of: Finished?.self) { tasks in
      tasks.addTask {
        _ = try await first.serving(arguments, endingWith: .kill) { service in
          try await service.until("created ")
          work.yield(service)
          for await _ in ends {}
        }
        return nil
      }
      var services = works.makeAsyncIterator()
      let one = try #require(try await services.next())
      let ended = try await serving(arguments) { two in
        do { try await both(one, two) } catch {
          end.finish()
          throw error
        }
        end.finish()
        try await afterTheKill(two)
      }
      try await tasks.waitForAll()
      return ended
    }
  }
}
