import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Sandbox
import Testing

struct RenderCommandTests {
  private static let blueprint = """
    version: 1
    context: {name: file, list: [1]}
    entries:
    - model: authentik_flows.flow
      id: flow
      identifiers: {slug: !Context name}
    - model: nonsense.model
      conditions: [!Context [enabled, false]]
      identifiers: {name: !Env [FF_RENDER, unset]}
      attrs: {a: !KeyOf flow, b: !Find [authentik_flows.flow, [slug, x]], c: !Context list, d: !File [text.txt, none]}

    """

  private func render(
    _ arguments: [String], text: String = blueprint, variables: [String: String] = [:]
  ) async throws -> FlowformProcess.Finished {
    try await Workspace.with { workspace in
      try workspace.write(text, to: "b.yaml")
      try workspace.write("name: other\nlist: [2]\n", to: "context.yaml")
      try workspace.write("text", to: "text.txt")
      // No server is needed.
      return try await FlowformProcess(folder: workspace.folder.path, variables: variables)
        .run(["render"] + arguments + ["b.yaml"])
    }
  }

  @Test func printsJSON() async throws {
    let rendered = try await render(["--format", "json"], variables: ["FF_RENDER": "set"])
    #expect(rendered.status == 0 && rendered.error.isEmpty, "\(rendered.error)")
    #expect(
      try JSONReader.read(rendered.output) == [
        [
          "model": "authentik_flows.flow", "state": "present", "conditions": true,
          "identifiers": ["slug": "file"], "attrs": .map([:]),
        ],
        [
          "model": "nonsense.model", "state": "present", "conditions": false, "identifiers": ["name": "set"],
          "attrs": [
            "a": ["key_of": "flow"], "b": ["find": ["authentik_flows.flow", [["slug", "x"]]]], "c": [1],
            "d": "text",
          ],
        ],
      ])
  }

  @Test func printsYAML() async throws {
    let rendered = try await render([])
    #expect(
      rendered.output.hasPrefix(
        "- model: authentik_flows.flow\n  state: present\n  conditions: true\n  identifiers:\n    slug: file\n  attrs: {}\n"
      ))
  }

  @Test func takesAContextFromTheCommandLine() async throws {
    let arguments = ["--format", "json", "--context-file", "context.yaml", "--context", "list=[3]"]
    let first = try JSONReader.read(try await render(arguments).output)
    #expect(first.list?.first?["identifiers"] == ["slug": "other"])
    #expect(first.list?.last?["attrs"]?["c"] == "[3]")
    let second = try JSONReader.read(
      try await render(["--format", "json", "--context", "name=yes", "--context", "enabled=on"]).output)
    #expect(second.list?.first?["identifiers"] == ["slug": true])
    #expect(second.list?.last?["conditions"] == true)
    for wrong in [["--context", "x"], ["--context-file", "b.yaml"], ["--context-file", "none"]] {
      #expect(try await render(wrong).status == 64)
    }
  }

  @Test(arguments: ["--no-env", "--no-file", "--env-allow=OTHER_*"])
  func refusesWhatIsNotAllowed(option: String) async throws {
    let rendered = try await render([option])
    #expect(rendered.status == 1 && rendered.output.isEmpty)
    #expect(rendered.error.contains(option.split(separator: "=")[0]))
  }

  @Test func readsWhatIsAllowed() async throws {
    let text = """
      version: 1
      entries:
      - model: authentik_core.group
        identifiers: {name: g}
        attrs: {attributes: {a: !Env FF_A, b: !Env XY_B, link: !File in/link, up: !File ../up.txt}}

      """
    try await Workspace.with { workspace in
      try workspace.write(text, to: "own/b.yaml")
      try workspace.write("up", to: "up.txt")
      try workspace.write("linked", to: "elsewhere/linked.txt")
      try workspace.write("", to: "own/in/empty")
      try FileManager.default.createSymbolicLink(
        atPath: workspace.folder.appending(path: "own/in/link").path,
        withDestinationPath: workspace.folder.appending(path: "elsewhere/linked.txt").path)
      let flowform = FlowformProcess(
        folder: workspace.folder.path, variables: ["FF_A": "1", "XY_B": "2"])
      let allowed = ["--allow-file-root", ".", "--env-allow", "FF_*", "--env-allow", "XY_?"]
      func attributes(_ more: [String]) async throws -> Value? {
        let rendered = try await flowform.run(["render", "--format", "json", "own/b.yaml"] + allowed + more)
        #expect(rendered.status == 0, "\(rendered.error)")
        return try JSONReader.read(rendered.output).list?.first?["attrs"]?["attributes"]
      }
      #expect(
        try await attributes(["--env-show", "*"]) == ["a": "1", "b": "2", "link": "linked", "up": "up"])
      #expect(
        try await attributes(["--env-show", "FF_*"])
          == ["a": "1", "b": "(secret)", "link": "linked", "up": "up"])
      // If one of the four options is missing, its access is refused.
      for (index, name) in [(0, "up.txt"), (2, "FF_A"), (4, "XY_B")] {
        var fewer = allowed
        fewer.removeSubrange(index..<(index + 2))
        let refused = try await flowform.run(["render", "own/b.yaml"] + fewer)
        #expect(refused.status == 1)
        #expect(refused.error.contains(name), "\(refused.error)")
        #expect(index != 0 || refused.error.contains("in/link"), "\(refused.error)")
      }
    }
  }

  @Test func saysWhatIsWrong() async throws {
    let rendered = try await render([], text: "entries:\n- {model: a.b, identifiers: {x: !Nope y}}\n")
    #expect(rendered.status == 1 && rendered.output.isEmpty)
    #expect(rendered.error.contains("b.yaml:2:33: error: there is no tag !Nope"), "\(rendered.error)")
  }
}
