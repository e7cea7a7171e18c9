import Model
import OrderedCollections
import Planning

/// A plan for flows and the objects that belong to them.
extension Sample {
  static func object(_ model: String, _ identifiers: KeyValuePairs<String, Value>) -> ResourceAddress {
    ResourceAddress(model: model, identifiers: identifiers.map { ($0, $1) })
  }

  static func reference(_ address: ResourceAddress) -> Value {
    .reference(Reference(address, symbol: .null))
  }

  private static func change(
    _ address: ResourceAddress, _ action: Action, line: Int, values: ValueMap = [:],
    needs: [ResourceAddress] = []
  ) -> PlannedChange {
    var change = PlannedChange(address: address, action: action)
    change.source = Model.SourceLocation(file: "blueprints/login.yaml", line: line, column: 3)
    change.values = values
    change.dependencies = needs
    if action == .create {
      change.fields = values.map { FieldChange(path: FieldPath($0), before: nil, after: $1) }
    }
    return change
  }

  static let program = """
    # Who may sign in.
    allowed = ["10.0.0.0/8"]

    if not request.user.is_active:
    \treturn False
    for network in allowed:
    \tif ak_client_ip in ip_network(network):
    \t\treturn True

    ak_message("Not from here")
    return False

    """

  /// Two flows with unordered entries, one with a change and one with a new stage only. Also a provider with its
  /// application, drift, and a binding of a flow outside of the plan.
  static var flows: Plan {
    let login = object("authentik_flows.flow", ["slug": "login"])
    let other = object("authentik_flows.flow", ["slug": "other"])
    let away = object("authentik_flows.flow", ["slug": "away"])
    let password = object("authentik_stages_password.passwordstage", ["name": "password"])
    let prompts = object("authentik_stages_prompt.promptstage", ["name": "ask"])
    let prompt = object("authentik_stages_prompt.prompt", ["name": "e-mail"])
    let policy = object("authentik_policies_expression.expressionpolicy", ["name": "from-here"])
    let provider = object("authentik_providers_oauth2.oauth2provider", ["name": "wiki"])
    let application = object("authentik_core.application", ["slug": "wiki"])
    func binding(_ stage: ResourceAddress, _ target: ResourceAddress, _ order: Int) -> ResourceAddress {
      object(
        "authentik_flows.flowstagebinding",
        ["order": .integer(order), "stage": reference(stage), "target": reference(target)])
    }
    func bind(
      _ stage: ResourceAddress, _ target: ResourceAddress, _ order: Int, _ action: Action = .create, line: Int
    ) -> PlannedChange {
      change(
        binding(stage, target, order), action, line: line,
        values: ["target": reference(target), "stage": reference(stage), "order": .integer(order)],
        needs: [target, stage])
    }
    let bindingOfPolicy = object(
      "authentik_policies.policybinding",
      ["order": 0, "policy": reference(policy), "target": reference(binding(password, login, 20))])

    var edited = change(policy, .update, line: 60)
    edited.fields = [
      FieldChange(
        path: FieldPath("expression"), before: .string(program),
        after: .string(
          program.replacing("10.0.0.0/8", with: "10.1.0.0/16").replacing("here\")", with: "there\")")))
    ]
    var renamed = change(login, .update, line: 4)
    renamed.fields = [FieldChange(path: FieldPath("title"), before: "Hello", after: "Welcome")]
    var restored = change(object("authentik_brands.brand", ["domain": "a.example"]), .update, line: 90)
    restored.fields = [
      FieldChange(path: FieldPath("branding_title"), before: "Meddled", after: "Acme", isDrift: true)
    ]
    var settings = change(object("authentik_core.group", ["name": "staff"]), .update, line: 80)
    settings.fields = [
      FieldChange(
        path: FieldPath("attributes"),
        before: ["theme": "dark", "quota": 10, "mail": ["signature": "Kind regards", "lists": ["a", "b"]]],
        after: ["theme": "dark", "quota": 20, "mail": ["signature": "Kind regards", "lists": ["a", "c"]]])
    ]
    var plan = Plan(changes: [
      bind(password, login, 20, line: 30),
      change(
        provider, .create, line: 70, values: ["name": "wiki", "authorization_flow": reference(other)],
        needs: [other]),
      change(password, .create, line: 20, values: ["name": "password"]),
      settings, edited,
      bind(prompts, login, 3, line: 34), renamed,
      change(
        prompts, .create, line: 24, values: ["name": "ask", "fields": [reference(prompt)]], needs: [prompt]),
      change(prompt, .create, line: 22, values: ["name": "e-mail", "initial_value": .string("return\n  1")]),
      change(other, .unchanged, line: 40),
      bind(password, other, 10, line: 44),
      change(
        bindingOfPolicy, .create, line: 50,
        values: [
          "target": reference(binding(password, login, 20)), "policy": reference(policy), "order": 0,
        ], needs: [binding(password, login, 20), policy]),
      change(
        application, .create, line: 74, values: ["slug": "wiki", "provider": reference(provider)],
        needs: [provider]),
      bind(password, away, 5, .delete, line: 99), restored,
    ])
    plan.leftovers = [
      Plan.Leftover(address: object("authentik_core.group", ["name": "old"]), source: "old.yaml")
    ]
    return plan
  }
}
