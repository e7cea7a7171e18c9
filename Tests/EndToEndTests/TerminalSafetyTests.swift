import EndToEndSupport
import Foundation
import HTTPTypes
import Hummingbird
import Model
import OrderedCollections
import ServerSupport
import Testing

/// Neither a server nor a blueprint can control the user's terminal.
struct TerminalSafetyTests {
  /// Clears a screen, moves text, and imitates the end of a line: C0, C1, and direction marks.
  private static let hostile = "\u{1B}[2J\u{9B}31m\u{202E}\u{2066}\u{7}\u{8}\r\n\u{2028}x\u{85}"

  private static let blueprint = """
    version: 1
    entries:
    - model: authentik_flows.flow
      identifiers: {slug: login}
      attrs:
        name: "\\e[2J\\x9B31m\\u202E\\u2066\\a\\b\\r\\n\\L"
        title: T
        "designation\\e[2J\\u202E": recovery
        designation: "\\e[2J\\u202Erecovery"

    """

  private func expectHarmless(
    _ finished: FlowformProcess.Finished, _ command: [String],
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let text = finished.output + finished.error
    #expect(!text.isEmpty, "\(command)", sourceLocation: sourceLocation)
    for scalar in text.unicodeScalars where scalar != "\n" {
      let category = scalar.properties.generalCategory
      guard [.control, .format, .lineSeparator, .paragraphSeparator].contains(category) else { continue }
      Issue.record("\(command): U+\(String(scalar.value, radix: 16))", sourceLocation: sourceLocation)
      return
    }
  }

  @Test(arguments: [
    ["validate"], ["validate", "--format", "json"], ["render"], ["render", "--format", "json"], ["plan"],
    ["plan", "--format", "json"], ["apply", "--yes", "-v"], ["apply", "--yes", "--format", "json"],
  ])
  func noBlueprintSteersTheTerminal(_ command: [String]) async throws {
    try await Workspace.with { workspace in
      let place = "blueprints/a\u{1B}[2J\u{202E}.yaml"
      for text in [
        Self.blueprint, Self.blueprint.replacing("\\e[2J\\u202Erecovery", with: "recovery"),
        Self.blueprint.replacing("version: 1", with: "version: \"\\e[2J\\u202E\""),
      ] {
        try workspace.write(text, to: place)
        expectHarmless(try await workspace.flowform.run(command), command)
      }
    }
  }

  /// Pictures go to standard output, too.
  @Test(arguments: ["flows", "access"], ["mermaid", "svg", "html"])
  func noPictureSteersTheTerminal(_ subject: String, _ format: String) async throws {
    let text = "a \\e[2J\\x9B31m\\u202E\\u2066\\a\\b\\L\\x85 z"
    try await Workspace.with { workspace in
      try await workspace.apply(
        """
        version: 1
        entries:
        - {model: authentik_flows.flow, identifiers: {slug: login}, attrs: {name: N, title: "\(text)", designation: recovery}}
        - {model: authentik_core.group, id: group, identifiers: {name: "\(text)"}}
        - {model: authentik_core.application, id: app, identifiers: {slug: app}, attrs: {name: "\(text)"}}
        - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf app, group: !KeyOf group, order: 0}}
        """)
      for command in [[], ["--live"]] {
        let command = ["graph", "--of", subject, "--format", format] + command
        let graph = try await workspace.flowform.run(command)
        #expect(graph.status == 0 && graph.output.contains("a \u{FFFD}"), "\(graph.error)\(graph.output)")
        expectHarmless(graph, command)
      }
    }
  }

  enum Weather: String, CaseIterable, Sendable {
    case refusedToken, version, objects, refusedWrite, redirect
  }

  private static func router(_ weather: Weather) -> Router<BasicRequestContext> {
    let router = Router()
    router.get("/api/v3/admin/version/") { _, _ in
      switch weather {
      case .refusedToken: answer(["detail": .string(hostile)], status: .forbidden)
      case .redirect: Response(status: .found, headers: [.location: "/\u{9B}31m\u{202E}"])
      case .version: answer(["version_current": .string("2026.5.0" + hostile)])
      default: answer(["version_current": "2026.5.0"])
      }
    }
    router.get("/api/v3/**") { _, _ in
      let flow: Value = [
        "pk": .string(hostile), "slug": weather == .objects ? "login" : .string(hostile),
        "name": .string(hostile), "title": .string(hostile), "designation": .string(hostile),
      ]
      return answer(["pagination": ["count": 1, "total_pages": 1], "results": [flow]])
    }
    router.post("/api/v3/**") { _, _ in
      answer(
        .map(["slug": [.string(hostile)], hostile: [.string(hostile)]]), status: .badRequest)
    }
    return router
  }

  @Test(arguments: Weather.allCases)
  func noServerSteersTheTerminal(_ weather: Weather) async throws {
    let missing = """
      - model: authentik_flows.flowstagebinding
        identifiers: {target: !Find [authentik_flows.flow, [slug, nowhere]], stage: x, order: 1}

      """
    try await Workspace.with { workspace in
      try await LocalServer(router: Self.router(weather)).withRunning { port in
        var flowform = workspace.flowform
        flowform.variables["AUTHENTIK_URL"] = "http://127.0.0.1:\(port)"
        flowform.variables["XDG_CACHE_HOME"] = workspace.folder.path
        for text in [
          FlowText.blueprint(FlowText.flow("login")), FlowText.blueprint(FlowText.flow("login")) + missing,
        ] {
          try workspace.write(text)
          for command in [["plan"], ["plan", "--format", "json"], ["apply", "--yes", "-v"]] {
            expectHarmless(try await flowform.run(command), command)
          }
        }
      }
    }
  }
}

private func answer(_ value: Value, status: HTTPResponse.Status = .ok) -> Response {
  Response(
    status: status, headers: [.contentType: "application/json"],
    body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSONWriter.bytes(of: value))))
}
