import EndToEndSupport
import Foundation
import Model
import Operations
import TestSupport
import Testing

/// `flowform upgrade`, from the command line.
struct UpgradeCommandTests {
  private static let old = """
    version: 1
    entries:
    - model: authentik_core.group
      identifiers: {name: child}
      attrs:
        # the hierarchy
        parent: !Find [authentik_core.group, [name, root]]
    - model: authentik_policies_event_matcher.eventmatcherpolicy
      identifiers: {name: p}
      attrs: {app: authentik.enterprise.providers.rac}

    """
  private static let new = old.replacing(
    "parent: !Find [authentik_core.group, [name, root]]",
    with: "parents: [!Find [authentik_core.group, [name, root]]]"
  )
  .replacing("authentik.enterprise.providers.rac", with: "authentik.providers.rac")
  /// A field that nobody knows, and a value that nobody can choose for the user.
  private static let stuck = """
    version: 1
    entries:
    - model: authentik_core.group
      identifiers: {name: child}
      attrs: {parent: null}
    - model: authentik_stages_authenticator_static.authenticatorstaticstage
      identifiers: {name: s}
      attrs: {token_length: 500}

    """

  private func with(
    _ text: String, _ body: (borrowing TemporaryDirectory, FlowformProcess) async throws -> Void
  ) async throws {
    let directory = try TemporaryDirectory()
    try directory.write(text, to: "blueprints/a.yaml")
    try await body(directory, FlowformProcess(folder: directory.path))
  }

  @Test func tellsWhatChangesAndWritesNothing() async throws {
    try await with(Self.old) { directory, flowform in
      let run = try await flowform.run(["upgrade", "--to", "2025.12"])
      #expect(run.status == 0)
      #expect(run.output == "2 entries in 1 file for authentik 2025.12: 2 to rewrite (--write)\n")
      #expect(
        run.error.contains(
          "blueprints/a.yaml:7:5: warning: as of authentik 2025.12, `parent` is named `parents`, and the old name is ignored"
        ),
        "\(run.error)")
      #expect(try directory.text("blueprints/a.yaml") == Self.old)
      let detailed = try await flowform.run(["upgrade", "--to", "2025.12", "--detailed-exitcode"])
      #expect(detailed.status == 2)
    }
  }

  @Test func writesOnceAndThenNothing() async throws {
    try await with(Self.old) { directory, flowform in
      let first = try await flowform.run(["upgrade", "--to", "2025.12", "--write", "--detailed-exitcode"])
      #expect(first.status == 0, "\(first.error)")
      #expect(first.output.contains("2 rewritten in 1 file"), "\(first.output)")
      #expect(try directory.text("blueprints/a.yaml") == Self.new)
      let second = try await flowform.run(["upgrade", "--to", "2025.12", "--write", "--detailed-exitcode"])
      #expect(second.status == 0 && second.output.contains("nothing to change"), "\(second.output)")
      #expect(try directory.text("blueprints/a.yaml") == Self.new)
      #expect(try await flowform.run(["validate", "--strict", "--server-version", "2025.12"]).status == 0)
    }
  }

  @Test func keepsLinksAndPermissions() async throws {
    try await with(Self.old) { directory, flowform in
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o640], ofItemAtPath: directory.path("blueprints/a.yaml"))
      try FileManager.default.createSymbolicLink(
        atPath: directory.path("link.yaml"), withDestinationPath: "blueprints/a.yaml")
      #expect(try await flowform.run(["upgrade", "--to", "2025.12", "--write", "link.yaml"]).status == 0)
      #expect(try directory.text("blueprints/a.yaml") == Self.new)
      let attributes = try FileManager.default.attributesOfItem(atPath: directory.path("blueprints/a.yaml"))
      #expect(attributes[.posixPermissions] as? Int == 0o640)
      #expect(
        try FileManager.default.destinationOfSymbolicLink(atPath: directory.path("link.yaml"))
          == "blueprints/a.yaml")
    }
  }

  @Test func onlyWhatChangedSinceAVersionCounts() async throws {
    try await with(Self.old) { _, flowform in
      let run = try await flowform.run([
        "upgrade", "--from", "2025.4", "--to", "2025.10", "--detailed-exitcode",
      ])
      #expect(run.status == 0 && run.output.contains("nothing to change"), "\(run.output)\(run.error)")
      let wrong = try await flowform.run(["upgrade", "--from", "2025.10", "--to", "2025.10"])
      #expect(wrong.status == 64 && wrong.error.contains("not older"), "\(wrong.error)")
      let unknown = try await flowform.run(["upgrade", "--to", "1.0"])
      #expect(unknown.status == 64 && unknown.error.contains("check --to"), "\(unknown.error)")
    }
  }

  @Test func aFileThatTheVersionWouldRefuseIsNotWritten() async throws {
    try await with(Self.stuck) { directory, flowform in
      let run = try await flowform.run(["upgrade", "--to", "2025.12", "--write"])
      #expect(run.status == 1)
      #expect(
        run.error.contains("the file is not rewritten: authentik 2025.12 would still refuse it"),
        "\(run.error)")
      #expect(run.error.contains("`token_length` is above 100"), "\(run.error)")
      #expect(try directory.text("blueprints/a.yaml") == Self.stuck)
    }
  }

  @Test func showsTheChangesOfTheText() async throws {
    try await with(Self.old) { directory, flowform in
      let run = try await flowform.run(["upgrade", "--to", "2025.12", "--diff"])
      #expect(run.output.contains("-    parent: !Find"), "\(run.output)")
      // What it prints is a patch.
      try directory.write(run.output, to: "changes.patch")
      let patch = try await FlowformProcess(program: "/usr/bin/git", folder: directory.path)
        .run(["apply", "changes.patch"])
      #expect(patch.status == 0, "\(patch.error)")
      #expect(try directory.text("blueprints/a.yaml") == Self.new)
    }
  }

  @Test(arguments: ["text", "json", "markdown", "github", "sarif"])
  func endsTheSameInEachFormat(format: String) async throws {
    try await with(Self.old) { _, flowform in
      let run = try await flowform.run(
        ["upgrade", "--to", "2025.12", "--detailed-exitcode", "--diff", "--format", format])
      #expect(run.status == 2)
      let shown = format == "text" ? run.error : run.output
      #expect(shown.contains("as of authentik 2025.12, `parent` is named `parents`"), "\(shown)")
      if format == "json" { _ = try JSONReader.read(Array(run.output.utf8)) }
    }
  }

  @Test func badInputIsTold() async throws {
    try await with("version: 1\nentries: [\n") { _, flowform in
      let run = try await flowform.run(["upgrade", "--write"])
      #expect(run.status == 1 && run.error.contains("blueprints/a.yaml:3:1: error"), "\(run.error)")
      let input = try await flowform.run(["upgrade", "--write", "-"])
      #expect(input.status == 64 && input.error.contains("--diff"), "\(input.error)")
      let missing = try await flowform.run(["upgrade", "nowhere.yaml"])
      #expect(missing.status == 1, "\(missing.error)")
    }
  }

  @Test func otherCommandsPointToIt() async throws {
    try await with(Self.old) { _, flowform in
      let run = try await flowform.run(["validate", "--server-version", "2025.12"])
      #expect(
        run.error.contains(
          "as of authentik 2025.12, `parent` is named `parents`, and the old name is ignored: a new group stands alone under the old name; `flowform upgrade --write` rewrites it"
        ),
        "\(run.error)")
    }
  }
}
