import Model
import OrderedCollections
import Planning
import Testing

@Suite struct LockoutTests {
  private static let flow = "authentik_flows.flow"
  private static let user = "authentik_core.user"
  private static let group = "authentik_core.group"

  private static func change(
    _ model: String, _ action: Action, pk: Value, along: [(model: String, pk: Value)] = [],
    _ fields: ValueMap = [:]
  ) -> PlannedChange {
    let address = ResourceAddress(model: model, identifiers: [(key: "pk", value: pk)])
    var change = PlannedChange(address: address, action: action)
    change.primaryKey = pk
    change.cascades = along.map { PlannedChange.Cascade(model: $0.model, name: "x", primaryKey: $0.pk) }
    change.fields = fields.map { FieldChange(path: FieldPath($0.key), before: nil, after: $0.value) }
    return change
  }

  private static let facts = Lockout.Facts(
    ownUser: ["pk": 7, "username": "robot"],
    brands: [
      ["default": false, "flow_authentication": "f-other"],
      [
        "default": true, "flow_authentication": "f-login", "flow_recovery": nil,
        "flow_device_code": "f-device",
      ],
    ],
    groups: [
      ["pk": "g-admins", "is_superuser": true, "users": [3, 7], "parents": []],
      ["pk": "g-staff", "is_superuser": false, "users": [7], "parents": []],
    ])

  /// The same, but the superuser group is the parent of the user's group.
  private static let nested = Lockout.Facts(
    ownUser: ["pk": 7], brands: [],
    groups: [
      ["pk": "g-top", "is_superuser": true, "users": [], "parents": []],
      ["pk": "g-middle", "is_superuser": false, "users": [], "parents": ["g-top"]],
      ["pk": "g-team", "is_superuser": false, "users": [7], "parents": ["g-middle"]],
    ])

  /// The same in the form of 2024.8, where a group has one parent.
  private static let old = Lockout.Facts(
    ownUser: ["pk": 7], brands: [],
    groups: [
      ["pk": "g-top", "is_superuser": true, "users": [], "parent": nil],
      ["pk": "g-team", "is_superuser": false, "users": [7], "parent": "g-top"],
    ])

  struct Trial: Sendable, CustomTestStringConvertible {
    let what: String
    var facts = LockoutTests.facts
    let changes: [PlannedChange]
    let dangers: [String]

    init(
      _ what: String, _ facts: Lockout.Facts = LockoutTests.facts, _ changes: PlannedChange...,
      dangers: String...
    ) {
      self.what = what
      self.facts = facts
      self.changes = changes
      self.dangers = dangers
    }

    var testDescription: String { what }
  }

  @Test(arguments: [
    Trial(
      "the default brand's flow", facts, change(flow, .delete, pk: "F-LOGIN"),
      dangers: "deletes the flow `flow_authentication` of the default brand"),
    Trial(
      "another flow of it", facts, change(flow, .delete, pk: "f-device"),
      dangers: "deletes the flow `flow_device_code` of the default brand"),
    Trial(
      "its flow along with another object", facts,
      change("authentik_x.y", .delete, pk: "y", along: [(flow, "f-login")]),
      dangers: "deletes by cascade the flow `flow_authentication` of the default brand"),
    Trial("a flow of another brand", facts, change(flow, .delete, pk: "f-other")),
    Trial("an update of its flow", facts, change(flow, .update, pk: "f-login", ["title": "T"])),
    Trial("the own user", facts, change(user, .delete, pk: 7), dangers: "deletes the token's own user"),
    Trial(
      "the own user along with another object", facts,
      change("authentik_x.y", .delete, pk: "y", along: [(user, "7")]),
      dangers: "deletes by cascade the token's own user"),
    Trial("another user", facts, change(user, .delete, pk: 8)),
    Trial(
      "the last superuser group", facts, change(group, .delete, pk: "g-admins"),
      dangers: "takes the last superuser group from the token's own user"),
    Trial("another group", facts, change(group, .delete, pk: "g-staff")),
    Trial(
      "the user out of the group", facts, change(group, .update, pk: "g-admins", ["users": [3]]),
      dangers: "takes the last superuser group from the token's own user"),
    Trial("another user out of the group", facts, change(group, .update, pk: "g-admins", ["users": [7]])),
    Trial(
      "the group out of the user", facts, change(user, .update, pk: 7, ["groups": ["g-staff"]]),
      dangers: "takes the last superuser group from the token's own user"),
    Trial("groups of another user", facts, change(user, .update, pk: 3, ["groups": []])),
    Trial(
      "the group's power", facts, change(group, .update, pk: "g-admins", ["is_superuser": false]),
      dangers: "takes the last superuser group from the token's own user"),
    Trial(
      "one that is made instead, which may come too late", facts,
      change(group, .create, pk: "g-new", ["is_superuser": true, "users": [7]]),
      change(group, .delete, pk: "g-admins"),
      dangers: "takes the last superuser group from the token's own user"),
    Trial(
      "the group above", nested, change(group, .delete, pk: "g-top"),
      dangers: "takes the last superuser group from the token's own user"),
    Trial(
      "the way to the group above", nested, change(group, .update, pk: "g-middle", ["parents": []]),
      dangers: "takes the last superuser group from the token's own user"),
    Trial(
      "the group above, 2024.8", old, change(group, .update, pk: "g-team", ["parent": nil]),
      dangers: "takes the last superuser group from the token's own user"),
    Trial("a group that gives nothing", nested, change(group, .update, pk: "g-middle", ["users": []])),
  ])
  func isRefused(_ trial: Trial) {
    let findings = Lockout.findings(of: Plan(changes: trial.changes), facts: trial.facts)
    #expect(
      findings.dangers.map { $0.message.split(separator: ": ").last.map(String.init) ?? "" } == trial.dangers)
    #expect(findings.unknown.isEmpty)
  }

  @Test func oneOfTwoGroupsMayGoAndNotBoth() {
    var facts = Self.facts
    facts.groups?.append(["pk": "g-root", "is_superuser": true, "users": [7]])
    let deletes = ["g-admins", "g-root"].map { Self.change(Self.group, .delete, pk: .string($0)) }
    #expect(Lockout.findings(of: Plan(changes: [deletes[0]]), facts: facts).dangers.isEmpty)
    #expect(Lockout.findings(of: Plan(changes: deletes), facts: facts).dangers.count == 2)
  }

  @Test func asksNothingThatThePlanDoesNotNeed() {
    func concerns(_ change: PlannedChange) -> [String] {
      Lockout.concerns(of: Plan(changes: [change])).map(\.rawValue).sorted()
    }
    #expect(concerns(Self.change(Self.flow, .create, pk: "f")) == [])
    #expect(concerns(Self.change(Self.flow, .update, pk: "f", ["title": "T"])) == [])
    #expect(concerns(Self.change(Self.group, .update, pk: "g", ["name": "n"])) == [])
    #expect(concerns(Self.change("authentik_x.y", .delete, pk: "y")) == [])
    #expect(concerns(Self.change(Self.flow, .delete, pk: "f")) == ["brandFlows"])
    #expect(concerns(Self.change(Self.user, .delete, pk: 1)) == ["ownUser"])
    #expect(
      concerns(Self.change(Self.user, .update, pk: 1, ["groups": []])) == ["ownUser", "superuserGroups"])
  }

  @Test(arguments: [flow, user, group])
  func whatCannotBeToldIsSaid(_ model: String) {
    let plan = Plan(changes: [Self.change(model, .delete, pk: "x")])
    let findings = Lockout.findings(of: plan, facts: Lockout.Facts())
    #expect(findings.dangers.isEmpty)
    #expect(findings.unknown.count == 1)
  }
}
