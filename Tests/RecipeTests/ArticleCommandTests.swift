import EndToEndSupport
import Foundation
import TestSupport
import Testing

/// Runs the commands of each page, in their order and in one shell, and compares what they print with what the page shows.
///
/// The folder has the example blueprints, as after `flowform init` in a repository that was applied once. Comments above a
/// block say more: `file: PATH` puts its text into a file, `exits with: 2` expects another status, and `serves` ends each of
/// its commands two seconds after their first output.
struct ArticleCommandTests {
  /// True for a block that this test runs.
  static func runs(_ block: DocumentationBlock) -> Bool {
    ["sh", "console"].contains(block.language)
      && ["command", "recipe", "by hand"].allSatisfy { block.marker($0) == nil }
  }

  /// A part of a page's script, and what it must print; nil if any output will do.
  private struct Step {
    let place: String
    let script: String
    let output: String?
    var status = 0
  }

  private static func steps(_ page: DocumentationPage) -> [Step] {
    page.blocks.flatMap { block -> [Step] in
      if let file = block.marker("file") {
        let script =
          "mkdir -p \"$(dirname '\(file)')\"\ncat > '\(file)' <<'END OF FILE'\n\(block.text)END OF FILE\n"
        return [Step(place: block.place, script: script, output: nil)]
      }
      guard runs(block) else { return [] }
      if block.language == "console" { return console(block) }
      let status = block.marker("exits with").flatMap { Int($0) } ?? 0
      guard block.markers.contains("serves") else {
        return [Step(place: block.place, script: block.text, output: nil, status: status)]
      }
      return block.text.split(separator: "\n").map { line in
        let script = """
          (exec \(line)
          ) & service=$!
          for _ in $(seq 600); do [ -s /dev/stdout ] && break; sleep 0.1; done
          sleep 2
          kill -TERM "$service"
          wait "$service"

          """
        // A served sandbox ends by the signal, a watch after its work.
        return Step(
          place: block.place, script: script, output: nil, status: line.contains("sandbox") ? 130 : 0)
      }
    }
  }

  /// A command for each line that begins with `$ `, with the lines below it as its output.
  private static func console(_ block: DocumentationBlock) -> [Step] {
    var steps: [(script: String, output: String)] = []
    for line in block.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("$ ") {
        steps.append((line.dropFirst(2) + "\n", ""))
      } else if !steps.isEmpty {
        steps[steps.count - 1].output += line + "\n"
      }
    }
    let status = block.marker("exits with").flatMap { Int($0) } ?? 0
    return steps.map { Step(place: block.place, script: $0.script, output: $0.output, status: status) }
  }

  /// The servers and values that the pages invent stand for those of the test.
  private static func replaced(_ script: String, by workspace: Workspace) -> String {
    script.replacing(#/https:\/\/(?:authentik|staging)\.example\.com/#, with: workspace.url)
      .replacing("AUTHENTIK_TOKEN=…", with: "AUTHENTIK_TOKEN=sandbox-admin")
      // Other tests may use the port of the example.
      .replacing("127.0.0.1:9464", with: "127.0.0.1:0").replacing("--port 9000", with: "--port 0")
      // A user who tries an example has a terminal, and answers yes.
      .replacing(#/flowform apply (?!.*--yes)/#, with: "flowform apply --yes ")
  }

  private static func prepare(_ workspace: Workspace, _ shell: RecipeShell) async throws {
    let examples = ProjectRoot.url.appending(path: "blueprints")
    try FileManager.default.copyItem(at: examples, to: workspace.folder.appending(path: "blueprints"))
    let targets = "targets: {staging: {url: \(workspace.url), state: staging.json}}\n"
    try workspace.write(targets, to: "flowform.yaml")
    try await shell.prepare("flowform apply --yes")
  }

  @Test(.timeLimit(.minutes(5)), arguments: try DocumentationPage.all().filter { !steps($0).isEmpty })
  func commandsDoWhatThePageSays(_ page: DocumentationPage) async throws {
    try await Workspace.with { workspace in
      let shell = try RecipeShell(
        in: workspace.folder, folder: workspace.folder,
        variables: ["AUTHENTIK_URL": workspace.url, "AUTHENTIK_TOKEN": "sandbox-admin"])
      try await Self.prepare(workspace, shell)
      let steps = Self.steps(page)
      let script = steps.enumerated().map { index, step in
        // In the shell itself, so that a later block has the variables and the folder of an earlier one.
        let output = "\"$OUTPUT.\(index)\""
        return """
          set +e
          {
          \(Self.replaced(step.script, by: workspace))
          } > \(output) 2>&1
          status=$?
          set -e
          if [ "$status" -ne \(step.status) ]; then
            echo "\(step.place): exits with $status" >&2
            cat \(output) >&2
            exit 1
          fi

          """
      }
      var variables = shell
      variables.variables["OUTPUT"] = workspace.folder.path + "/output"
      let finished = try await variables(script.joined(), options: ["-uo", "pipefail"])
      #expect(finished.status == 0, "\(finished.error)")
      for (index, step) in steps.enumerated() {
        guard finished.status == 0, let expected = step.output else { continue }
        let printed = try workspace.read("output.\(index)")
          .replacing(workspace.url, with: "https://authentik.example.com")
        #expect(printed == expected, "\(step.place)")
      }
    }
  }
}
