import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Sandbox
import Testing

/// flowform only deletes the objects that it was told to delete.
struct DeletionTests {
  private static func address(_ slug: String) -> String { "authentik_flows.flow[slug=\(slug)]" }

  private func slugs(_ workspace: Workspace) async throws -> Set<String> {
    Set(try await workspace.objects("/flows/instances/").compactMap { $0["slug"]?.string })
  }

  /// Two flows that flowform created, each described in its own file.
  private func prepare(_ workspace: Workspace) async throws {
    try workspace.write(FlowText.blueprint(FlowText.flow("one")), to: "blueprints/one.yaml")
    try workspace.write(FlowText.blueprint(FlowText.flow("two")), to: "blueprints/two.yaml")
    let apply = try await workspace.flowform("apply", "--yes", "blueprints/one.yaml", "blueprints/two.yaml")
    #expect(apply.status == 0, "\(apply.error)")
    workspace.sandbox.requests.reset()
  }

  /// To be deleted, an object only has to be found.
  @Test func anAbsentEntryMayReferToWhatIsNotKnown() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.blueprint(FlowText.flow("f")), to: "blueprints/flow.yaml")
      func entry(_ state: String) -> String {
        """
        version: 1
        entries:
        - state: \(state)
          model: authentik_providers_saml.samlprovider
          identifiers: {name: p}
          attrs:
            acs_url: https://a.example/acs
            issuer: a
            authorization_flow: !Find [authentik_flows.flow, [slug, f]]
            invalidation_flow: !Find [authentik_flows.flow, [slug, f]]

        """
      }
      try workspace.write(entry("present"), to: "blueprints/provider.yaml")
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      try workspace.write(entry("absent"), to: "blueprints/provider.yaml")
      workspace.sandbox.requests.reset()
      let apply = try await workspace.flowform("apply", "--yes", "blueprints/provider.yaml")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(workspace.writes.count == 1, "\(workspace.writes)")
      let again = try await workspace.flowform("plan", "--detailed-exitcode", "blueprints/provider.yaml")
      #expect(again.status == 0, "\(again.output)")
    }
  }

  // MARK: - Objects that may be pruned

  @Test func leftOversAreAlwaysListedAndStayWithoutPrune() async throws {
    try await Workspace.with { workspace in
      try await prepare(workspace)
      try workspace.write("version: 1\nentries: []\n", to: "blueprints/one.yaml")
      for options in [[], ["--prune"]] {
        let text = try await workspace.flowform.run(["plan"] + options)
        #expect(text.output.contains(Self.address("one")), "\(text.output)")
        let json = try JSONReader.read(
          try await workspace.flowform.run(["plan", "--format", "json"] + options).output)
        #expect(
          json["leftovers"] == [["address": .string(Self.address("one")), "source": "blueprints/one.yaml"]])
        #expect(json["summary"]?["delete"] == .integer(options.isEmpty ? 0 : 1))
      }
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      #expect(try await slugs(workspace) == ["one", "two"])
      #expect(workspace.writes.isEmpty)
      #expect(try await workspace.flowform("apply", "--yes", "--prune").status == 0)
      #expect(try await slugs(workspace) == ["two"])
    }
  }

  @Test func whatAFileOutsideTheSetDescribedStays() async throws {
    try await Workspace.with { workspace in
      try await prepare(workspace)
      let apply = try await workspace.flowform("apply", "--yes", "--prune", "blueprints/one.yaml")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(workspace.writes.isEmpty)
      // Whether it is left over is not asked.
      #expect(!apply.output.contains(Self.address("two")), "\(apply.output)")
      #expect(
        apply.error.contains(
          "note: 1 object of the state is outside of this plan and was not checked for left-overs; to check them, plan all blueprints\n"
        ), "\(apply.error)")
      #expect(try workspace.json()["resources"]?.map?.count == 2)
      // The whole set is planned without a path, and with the path that is configured.
      for paths in [[], ["./blueprints/"], ["."]] {
        let plan = try await workspace.flowform.run(["plan"] + paths)
        #expect(plan.error == "", "\(plan.error)")
      }
    }
  }

  @Test func whatWasThereBeforeStays() async throws {
    try await Workspace.with { workspace in
      try await workspace.create([
        "slug": "one", "name": "Name of one", "title": "T", "designation": "authentication",
      ])
      try await prepare(workspace)
      try workspace.write("version: 1\nentries: []\n", to: "blueprints/one.yaml")
      try workspace.write("version: 1\nentries: []\n", to: "blueprints/two.yaml")
      #expect(try await workspace.flowform("apply", "--yes", "--prune").status == 0)
      #expect(try await slugs(workspace) == ["one"])
    }
  }

  /// The reason why an entry is left out although it exists.
  enum LeftOut: String, CaseIterable, Sendable {
    case condition, conditionOverAMistake, label, only

    func callAsFunction(_ workspace: Workspace) throws -> [String] {
      let entry = FlowText.flow("one")
      var options: [String] = []
      var text = FlowText.blueprint(entry)
      switch self {
      case .condition: text += "    conditions: [false]\n"
      // A look-up finds nothing in an empty list.
      case .conditionOverAMistake:
        text = text.replacing("title: T", with: "title: !AtIndex [[], 0]") + "    conditions: [false]\n"
      case .label:
        text = text.replacing(
          "version: 1",
          with: "version: 1\nmetadata: {name: x, labels: {blueprints.goauthentik.io/instantiate: \"false\"}}")
      case .only: options = ["--only", "authentik_core.group"]
      }
      try workspace.write(text, to: "blueprints/one.yaml")
      return options
    }
  }

  @Test(arguments: LeftOut.allCases)
  func anEntryThatIsLeftOutStillDescribesItsObject(_ leftOut: LeftOut) async throws {
    try await Workspace.with { workspace in
      try await prepare(workspace)
      let options = try leftOut(workspace)
      let plan = try await workspace.flowform.run(["plan", "--prune", "--format", "json"] + options)
      #expect(plan.status == 0, "\(plan.error)\(plan.output)")
      #expect(try JSONReader.read(plan.output)["leftovers"] == nil, "\(plan.output)")
      let apply = try await workspace.flowform.run(["apply", "--yes", "--prune"] + options)
      #expect(apply.status == 0, "\(apply.error)")
      #expect(try await slugs(workspace) == ["one", "two"])
      #expect(workspace.writes.isEmpty)
    }
  }

  /// The condition in authentik's own `default-brand.yaml` is true on the first run and false on the second.
  @Test func aConditionThatItsOwnObjectMakesFalseDeletesNothing() async throws {
    try await Workspace.with { workspace in
      try workspace.write(
        """
        version: 1
        entries:
        - model: authentik_brands.brand
          conditions:
          - !Condition [NOT, !Find [authentik_brands.brand, [default, true]]]
          identifiers: {domain: mine}
          attrs: {default: true}

        """.replacing("!Condition [NOT, ", with: "!Condition [NAND, "))
      #expect(try await workspace.flowform("apply", "--yes", "--prune").status == 0)
      #expect(try await workspace.objects("/core/brands/").count == 1)
      workspace.sandbox.requests.reset()
      let second = try await workspace.flowform("apply", "--yes", "--prune", "-v")
      #expect(second.status == 0, "\(second.error)")
      #expect(second.output.contains("a condition is not true"), "\(second.output)")
      #expect(workspace.writes.isEmpty)
    }
  }

  @Test(arguments: ["condition", "label"])
  func nothingIsPrunedWhereAnEntryMayDescribeAnything(_ how: String) async throws {
    try await Workspace.with { workspace in
      try await prepare(workspace)
      try workspace.write("version: 1\nentries: []\n", to: "blueprints/one.yaml")
      let label = "metadata: {name: x, labels: {blueprints.goauthentik.io/instantiate: \"false\"}}\n"
      try workspace.write(
        """
        version: 1
        \(how == "label" ? label : "")entries:
        - model: authentik_flows.flow
          identifiers: {slug: !AtIndex [[], 0]}
        \(how == "condition" ? "  conditions: [false]" : "")
        """, to: "blueprints/three.yaml")
      let apply = try await workspace.flowform("apply", "--yes", "--prune")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(apply.error.contains("nothing is pruned"), "\(apply.error)")
      #expect(apply.output.contains(Self.address("one")))
      #expect(workspace.writes.isEmpty)
    }
  }

  // MARK: - Cascades

  /// A flow with three bound stages. Its deletion also deletes the bindings.
  private func prepareCascade(_ workspace: Workspace) async throws {
    let flow = try await workspace.create([
      "slug": "one", "name": "Name of one", "title": "T", "designation": "authentication",
    ])
    for number in 0..<3 {
      try await bind(number, to: flow["pk"] ?? .null, workspace)
    }
    try workspace.write(FlowText.blueprint(FlowText.flow("one", state: "absent")))
    workspace.sandbox.requests.reset()
  }

  private func bind(_ number: Int, to flow: Value, _ workspace: Workspace) async throws {
    let stage = try await workspace.add(["name": .string("stage-\(number)")], to: "/stages/dummy/")
    try await workspace.add(
      ["target": flow, "stage": stage["pk"] ?? .null, "order": .integer(number)], to: "/flows/bindings/")
  }

  @Test func whatGoesAlongIsReadListedAndCounted() async throws {
    try await Workspace.with { workspace in
      try await prepareCascade(workspace)
      let plan = try await workspace.flowform("plan")
      #expect(plan.status == 0, "\(plan.error)")
      #expect(workspace.reads.contains { $0.hasSuffix("/flows/instances/one/used_by/") })
      #expect(
        plan.output.components(separatedBy: "by cascade: authentik_flows.flowstagebinding").count == 4)
      #expect(plan.output.contains("3 objects deleted by cascade"), "\(plan.output)")
      let json = try JSONReader.read(try await workspace.flowform("plan", "--format", "json").output)
      #expect(json["changes"]?.list?.first?["cascades"]?.list?.count == 3)
      let refused = try await workspace.flowform("apply", "--yes", "--max-deletes", "3")
      #expect(refused.status == 1)
      #expect(refused.error.contains("deletes 4 objects, 3 of them by cascade"), "\(refused.error)")
      #expect(workspace.writes.isEmpty)
      #expect(try await workspace.flowform("apply", "--yes", "--max-deletes", "4").status == 0)
      #expect(try await slugs(workspace).isEmpty)
    }
  }

  @Test func aPlanSaysThatItDeletesMoreThanAnApplyMay() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(6))
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      try workspace.write(FlowText.blueprint((0..<6).map { FlowText.flow("flow-\($0)", state: "absent") }))
      let plan = try await workspace.flowform("plan", "--out", "plan.json", "--detailed-exitcode")
      #expect(plan.status == 2)
      #expect(plan.error.contains("apply refuses this"), "\(plan.error)")
      #expect(plan.error.contains("--max-deletes 6"), "\(plan.error)")
      let refused = try await workspace.flowform("apply", "--yes", "--plan", "plan.json")
      #expect(refused.status == 1)
      #expect(try await workspace.flowCount() == 6)
      let apply = try await workspace.flowform("apply", "--yes", "--plan", "plan.json", "--max-deletes", "6")
      #expect(apply.status == 0, "\(apply.error)")
      #expect(try await workspace.flowCount() == 0)
    }
  }

  @Test func aSavedPlanTakesNothingAlongThatItDidNotList() async throws {
    try await Workspace.with { workspace in
      try await prepareCascade(workspace)
      #expect(try await workspace.flowform("plan", "--out", "plan.json").status == 0)
      try await bind(7, to: try await workspace.flow("one")["pk"] ?? .null, workspace)
      workspace.sandbox.requests.reset()
      let apply = try await workspace.flowform("apply", "--yes", "--plan", "plan.json")
      #expect(apply.status == 1)
      #expect(apply.error.contains("stale"), "\(apply.error)")
      #expect(apply.error.contains("by cascade"), "\(apply.error)")
      #expect(workspace.writes.isEmpty)
    }
  }
}
