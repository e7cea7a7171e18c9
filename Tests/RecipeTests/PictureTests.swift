import EndToEndSupport
import Foundation
import Model
import TestSupport
import Testing

/// The pictures of the documentation show what flowform really draws. FLOWFORM_RECORD=1 draws them again.
struct PictureTests {
  private static let folder = "Sources/flowform/Documentation.docc"

  /// An applied login, which an edit and somebody else change, beside a new group.
  private static let prepared = """
    flowform apply --yes blueprints/login.yaml
    sed -i 's/failed_attempts_before_cancel: 5/failed_attempts_before_cancel: 3/' blueprints/login.yaml
    cat > blueprints/staff.yaml <<'END'
    version: 1
    entries:
      - model: authentik_core.group
        id: staff
        identifiers:
          name: staff
      - model: authentik_core.application
        identifiers:
          slug: wiki
        attrs:
          name: Wiki
          meta_launch_url: https://wiki.example.com
      - model: authentik_policies.policybinding
        identifiers:
          target: !Find [authentik_core.application, [slug, wiki]]
          group: !KeyOf staff
          order: 0
    END
    """

  @Test func aPlanInATerminal() async throws {
    try await Workspace.with { workspace in
      let shell = try RecipeShell(
        in: workspace.folder, folder: workspace.folder,
        variables: ["AUTHENTIK_URL": workspace.url, "AUTHENTIK_TOKEN": "sandbox-admin", "LANG": "C.UTF-8"])
      let example = ProjectRoot.url.appending(path: "blueprints/login.yaml")
      try workspace.write(try String(contentsOf: example, encoding: .utf8), to: "blueprints/login.yaml")
      try await shell.prepare(Self.prepared)
      try await workspace.patch("acme-login", ["title": "Sign in"])
      let terminal = "script -qec 'stty cols 100; flowform plan' /dev/null"
      let finished = try await shell(terminal)
      #expect(finished.status == 0, "\(finished.output)")
      let screen = finished.output.replacing("\r\n", with: "\n")
        // What was drawn while it read is gone from the screen.
        .replacing(#/[^\n]*\r\u{1B}\[K|\u{1B}\[\?25[lh]|\u{1B}\[K/#, with: "")
        .replacing(workspace.url, with: "https://authentik.example.com")
      let picture = TerminalPicture(
        title: "The output of flowform plan",
        screen: "$ flowform plan\n" + screen.trimmingCharacters(in: .newlines))
      Snapshot.expect(picture.text, at: "\(Self.folder)/plan.svg", suite: "PictureTests")
    }
  }

  @Test func aFlow() async throws {
    let flowform = FlowformProcess(folder: ProjectRoot.url.path)
    let drawn = try await flowform("graph", "--format", "svg", "blueprints/recovery.yaml")
    #expect(drawn.status == 0, "\(drawn.error)")
    Snapshot.expect(drawn.output, at: "\(Self.folder)/flow.svg", suite: "PictureTests")
  }
}
