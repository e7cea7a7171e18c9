import EndToEndSupport
import Foundation
import TestSupport
import Testing

/// The documentation's script that tries an upgrade on the embedded server.
struct RehearsalRecipeTests {
  private static let blueprint = """
    version: 1
    entries:
    - model: authentik_core.group
      id: root
      identifiers: {name: root}
    - model: authentik_core.group
      identifiers: {name: child}
      attrs:
        parent: !KeyOf root   # above

    """

  private func run(_ blueprint: String, _ arguments: [String]) async throws -> (
    FlowformProcess.Finished, String
  ) {
    let directory = try TemporaryDirectory()
    try directory.write(blueprint, to: "blueprints/groups.yaml")
    let folder = URL(filePath: directory.path)
    let shell = try RecipeShell(in: folder, folder: folder)
    let script = "set -- \(arguments.joined(separator: " "))\n" + (try DocumentationPage.recipe("rehearse"))
    let finished = try await shell(script)
    return (finished, try directory.text("blueprints/groups.yaml"))
  }

  @Test(.timeLimit(.minutes(2))) func rewritesAndApplies() async throws {
    let (finished, text) = try await run(Self.blueprint, ["2025.10", "2025.12"])
    #expect(finished.status == 0, "\(finished.error)\(finished.output)")
    #expect(text == Self.blueprint.replacing("parent: !KeyOf root", with: "parents: [!KeyOf root]"))
    #expect(finished.output.contains("1 rewritten in 1 file"), "\(finished.output)")
    #expect(finished.output.contains("0 to create, 1 to update, 0 to delete"), "\(finished.output)")
    #expect(finished.output.contains("no changes (2 unchanged)"), "\(finished.output)")
  }

  @Test(.timeLimit(.minutes(2))) func stopsAtWhatCannotBeRewritten() async throws {
    let wrong =
      Self.blueprint + """
        - model: authentik_stages_authenticator_static.authenticatorstaticstage
          identifiers: {name: s}
          attrs: {token_length: 500}

        """
    let (finished, text) = try await run(wrong, ["2025.10", "2025.12"])
    #expect(finished.status == 1)
    #expect(finished.error.contains("`token_length` is above 100"), "\(finished.error)")
    #expect(text == wrong)
  }
}
