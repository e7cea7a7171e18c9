import EndToEndSupport
import FlowformCommands
import Foundation
import Model
import OrderedCollections
import Testing

/// The examples in the help of every command are run as they are written, so that they stay correct.
struct HelpTests {
  struct Example: CustomTestStringConvertible, Sendable {
    let command: CommandDescription
    var testDescription: String { command.name }
  }

  private static var commands: [Example] {
    get throws { try CommandDescription.root().all.map(Example.init) }
  }

  private static let blueprint = """
    version: 1
    entries:
      - model: authentik_flows.flow
        id: login
        identifiers: {slug: login}
        attrs: {name: Login, title: Login, designation: authentication}
      - model: authentik_stages_user_login.userloginstage
        id: stage
        identifiers: {name: login}
      - model: authentik_flows.flowstagebinding
        identifiers: {target: !KeyOf login, order: 10}
        attrs: {stage: !KeyOf stage}
      - model: authentik_rbac.role
        identifiers: {name: flowform}

    """

  /// A team's folder with blueprints that were applied.
  private static func prepare(_ workspace: Workspace, _ flowform: FlowformProcess) async throws {
    try workspace.write("targets: {staging: {url: \"\(workspace.url)\"}}", to: "flowform.yaml")
    try workspace.write(blueprint, to: "blueprints/login.yaml")
    try workspace.write(FlowText.blueprint(FlowText.flow("login")), to: "authentik-export.yaml")
    let flow = TerraformFile.Instance("authentik_flow", "login", ["id": "login"])
    try workspace.write(TerraformFile([flow]).state, to: "terraform.tfstate")
    try workspace.write("{}", to: ".vscode/settings.json")
    let test = "tests: [{name: nobody signs in without a name, flow: login, ends: denied}]\n"
    try workspace.write(test, to: "blueprints/login.flowtest.yaml")
    let apply = try await flowform("apply", "--yes")
    try #require(apply.status == 0, "\(apply.error)")
  }

  @Test(arguments: try commands)
  func everyExampleWorks(_ example: Example) async throws {
    let command = example.command
    #expect(!command.examples.isEmpty, "the help of `\(command.name)` shows no example")
    try await Workspace.with { workspace in
      var flowform = workspace.flowform
      flowform.variables["PATH"] =
        FlowformProcess.products.path + ":" + ProcessInfo.processInfo.environment["PATH", default: ""]
      if command.name != "flowform init" { try await Self.prepare(workspace, flowform) }
      for line in command.examples {
        if command.name == "flowform import" { try workspace.remove("flowform.state.json") }
        flowform.shell = line
        let run: FlowformProcess.Finished
        if command.name == "flowform sandbox" {
          flowform.shell = "exec " + line
          run = try await flowform.interrupted([]) { $0.contains("listening on") }
          #expect(run.status == 130, "\(line): \(run.error)")
        } else if command.name == "flowform watch" {
          // Other tests may use the port of the example.
          flowform.shell = "exec " + line.replacing(":9464", with: ":0")
          run = try await flowform.serving([]) { try await $0.until("no changes") }
          #expect(run.status == 0, "\(line): \(run.error)")
        } else if command.name == "flowform language-server" {
          let messages = ["initialize", "shutdown", "exit"].map { method in
            let id = method == "exit" ? "" : #""id":"\#(method)","#
            let text = #"{"jsonrpc":"2.0",\#(id)"method":"\#(method)","params":{"capabilities":{}}}"#
            return "Content-Length: \(text.utf8.count)\r\n\r\n\(text)"
          }
          run = try await flowform.run([], input: messages.joined())
          #expect(run.status == 0, "\(line): \(run.error)")
        } else {
          run = try await flowform.run([])
          // A user who tries an example has a terminal.
          let isAsked = run.error.contains("there is no terminal to ask for confirmation")
          #expect(run.status == 0 || isAsked, "\(line): \(run.error)")
        }
      }
    }
  }
}
