import EndToEndSupport
import Foundation
import FoundationNetworking
import Model
import OrderedCollections
import TestSupport
import Testing

/// Every page in a real browser, on a phone and on a wide screen, light and dark: nothing is cut off, nothing scrolls
/// sideways, and axe-core finds nothing that keeps somebody from reading it.
struct PageTests {
  private static let widths = [360, 1_400]

  private static func expectReadable(
    _ page: String, _ workspace: Workspace, pictures: Bool = true, _ scheme: Browser.Scheme,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws {
    let measures = try await Browser(folder: workspace.folder).measure(page, scheme, widths: widths)
    #expect(measures.map(\.width) == widths, sourceLocation: sourceLocation)
    for measure in measures {
      #expect(measure.problems == [], "at \(measure.width)", sourceLocation: sourceLocation)
      #expect(measure.passCount > 10 && (measure.textCount > 0) == pictures, sourceLocation: sourceLocation)
    }
  }

  /// Every kind of change in a flow, with long names and a program.
  private static func blueprint(_ title: String, _ more: String = "") -> String {
    """
    version: 1
    entries:
    - model: authentik_flows.flow
      id: login
      identifiers: {slug: acme-login-for-colleagues-of-the-second-quarter}
      attrs: {name: Login, title: \(title), designation: authentication, denied_action: message_continue}
    - model: authentik_stages_dummy.dummystage
      id: stage
      identifiers: {name: "\(String(repeating: "WWWWWWWW", count: 8))"}
    - model: authentik_flows.flowstagebinding
      id: binding
      identifiers: {target: !KeyOf login, stage: !KeyOf stage, order: 10}
    - model: authentik_policies_expression.expressionpolicy
      id: policy
      identifiers: {name: acme-known-device-or-an-address-of-the-office}
      attrs:
        expression: |
          # \(title)
          return "\(String(repeating: "long-", count: 60))" in request.context
    - model: authentik_policies.policybinding
      identifiers: {target: !KeyOf binding, policy: !KeyOf policy, order: 0}
      attrs: {negate: true}
    - model: authentik_core.group
      id: staff
      identifiers: {name: 従業員のみなさん、ようこそ}
    - model: authentik_policies.policybinding
      identifiers: {target: !KeyOf login, group: !KeyOf staff, order: 0}
    \(more)
    """
  }

  private static let leftover = """
    - model: authentik_core.group
      identifiers: {name: no-longer-described}
    """

  @Test(arguments: Browser.Scheme.allCases)
  func aPlanIsReadable(_ scheme: Browser.Scheme) async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.blueprint("First", Self.leftover))
      let apply = try await workspace.flowform("apply", "--yes")
      #expect(apply.status == 0, "\(apply.error)")
      try await workspace.patch("acme-login-for-colleagues-of-the-second-quarter", ["name": "By hand"])
      try workspace.write(
        Self.blueprint(
          "Second", "- {model: authentik_core.group, identifiers: {name: new}, attrs: {nmae: x}}"))
      let plan = try await workspace.flowform("plan", "--format", "html")
      #expect(plan.status == 0, "\(plan.error)")
      for text in ["changed outside", "left over", "1</b> <span>warning", "<del>", "<ins>", "to create"] {
        #expect(plan.output.contains(text), "\(text)")
      }
      try await Self.expectReadable(plan.output, workspace, scheme)
    }
  }

  @Test(arguments: Browser.Scheme.allCases)
  func mistakesAreReadable(_ scheme: Browser.Scheme) async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.blueprint("First").replacing("order: 10", with: "order: ten"))
      let plan = try await workspace.flowform("plan", "--format", "html")
      #expect(plan.status == 1 && plan.error.contains("error:"))
      try await Self.expectReadable(plan.output, workspace, pictures: false, scheme)
    }
  }

  /// The 14 flows of a new authentik: as a picture, and as a plan.
  @Test(.needsSharedMaterial, arguments: Browser.Scheme.allCases)
  func theDefaultFlowsAreReadable(_ scheme: Browser.Scheme) async throws {
    try await Workspace.with { workspace in
      let folder = SharedMaterial.path + "/authentik/2026.5/blueprints/default"
      let graph = try await workspace.flowform("graph", folder, "--format", "html")
      #expect(graph.status == 0 && graph.output.ranges(of: "<svg ").count == 14, "\(graph.error)")
      try await Self.expectReadable(graph.output, workspace, scheme)
      let plan = try await workspace.flowform("plan", folder, "--format", "html")
      #expect(plan.status == 0 && plan.output.ranges(of: "<svg ").count == 14, "\(plan.error)")
      try await Self.expectReadable(plan.output, workspace, scheme)
    }
  }

  @Test(arguments: Browser.Scheme.allCases)
  func theServicesPagesAreReadable(_ scheme: Browser.Scheme) async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.blueprint("First"))
      let flowform = try workspace.flowform(targets: ["one": workspace.url, "down": "http://127.0.0.1:1"])
      let ended = try await flowform.serving(["watch", "--all-targets", "--listen", "127.0.0.1:0"]) {
        service in
        let address = try await service.address()
        try await service.until("create authentik_flows.flow[slug=acme")
        try await service.until("\"class\":\"unreachable\"")
        for (path, hasPictures) in [("/", false), ("/targets/one", true), ("/targets/down", false)] {
          let (data, _) = try await URLSession.shared.data(from: try #require(URL(string: address + path)))
          let page = String(decoding: data, as: UTF8.self)
          #expect(page.contains("http-equiv=\"refresh\""))
          try await Self.expectReadable(page, workspace, pictures: hasPictures, scheme)
        }
      }
      #expect(ended.status == 0, "\(ended.error)")
    }
  }

  @Test(arguments: Browser.Scheme.allCases)
  func severalTargetsAreReadable(_ scheme: Browser.Scheme) async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.blueprint("First"))
      let flowform = try workspace.flowform(
        targets: ["one": workspace.url, "two": workspace.url, "down": "http://127.0.0.1:1"])
      let plan = try await flowform("plan", "--all-targets", "--format", "html")
      #expect(plan.status != 0 && plan.error.contains("down: "), "\(plan.error)")
      try await Self.expectReadable(plan.output, workspace, scheme)
    }
  }
}
