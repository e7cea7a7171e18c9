package import ArgumentParser
import Blueprints
import Catalog
import LiveReading
import Model
import OrderedCollections
import Planning
import Reporting
import YAML

/// `flowform permissions`: lists the permissions that a token needs for these blueprints; asks no server.
package struct PermissionsCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "permissions", abstract: "List the permissions that the token needs for these blueprints.",
    discussion: """
      Needs no server. Entries with a false condition count too, because the condition may become true. If the \
      state is in authentik itself, the list has the permissions for it. One more permission is optional: with \
      authentik_blueprints.view_blueprintinstance, plan warns of blueprints that the server applies by itself.

      Examples:
        flowform permissions
        flowform permissions --prune --server-version 2024.8 blueprints
        flowform permissions --format yaml > role.yaml && flowform apply role.yaml
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
    /// A blueprint of a role with the permissions.
    case yaml
  }

  @OptionGroup var blueprints: BlueprintOptions
  @OptionGroup var language: LanguageOptions
  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var planning: PlanOptions
  @OptionGroup var state: StateOptions

  @Option(help: "How to print. yaml prints a blueprint of a role with these permissions.")
  var format = Format.text

  @Option(help: ArgumentHelp("The name of the role that yaml prints.", valueName: "name"))
  var role = "flowform"

  @OptionGroup var messages: MessageOptions

  @OptionGroup var target: TargetOptions

  package init() {}

  package var isQuiet: Bool { messages.quiet }

  package func execute() async throws -> ExitStatus {
    let offline = try OfflineBlueprints(blueprints, language, catalog, target)
    let (files, desired) = (offline.files, try offline.desired())
    let diagnostics = files.diagnostics + desired.diagnostics
    let reporter = messages.reporter(files)
    // Warnings are for validate; errors make the list incomplete.
    Console.print(reporter.diagnostics(diagnostics.filter { $0.severity == .error }))
    let place = try state.place(isSandbox: false, try target.settings())
    let needed = RequiredPermissions(
      desired.entries, questions: desired.questions, catalog: offline.catalog, prunes: planning.prune,
      keepsState: place.isInAuthentik)
    if place.isInAuthentik {
      Console.note(
        "note: a token that may add blueprint instances can make authentik apply any blueprint; guard it like the token of an administrator"
      )
    }
    for (permission, reasons) in needed.ungrantable {
      Console.note(
        "note: authentik \(offline.catalog.version) has no permission \(permission), so only a superuser may \(reasons.joined(separator: ", "))"
      )
    }
    Console.print(Report(output: try text(needed)))
    return diagnostics.hasErrors ? .failed : .done
  }

  private func text(_ needed: RequiredPermissions) throws -> String {
    switch format {
    case .text: return table(needed)
    case .json:
      let rows = needed.reasons.map { permission, reasons -> Value in
        ["permission": .string(permission), "for": .list(reasons.map(Value.string))]
      }
      return JSONWriter.write(["format": 1, "permissions": .list(rows)], style: .pretty) + "\n"
    case .yaml:
      let entry: Value = [
        "model": "authentik_rbac.role", "identifiers": ["name": .string(role)],
        "attrs": ["permissions": .list(needed.reasons.keys.map(Value.string))],
      ]
      return try Emitter.text(of: ["version": 1, "entries": [entry]])
    }
  }

  private func table(_ needed: RequiredPermissions) -> String {
    let width = needed.reasons.keys.map(\.count).max() ?? 0
    let lines = needed.reasons.map { permission, reasons in
      "\(permission)\(String(repeating: " ", count: width - permission.count))  \(reasons.joined(separator: ", "))\n"
    }
    guard !lines.isEmpty else { return "These blueprints need no permissions.\n" }
    return lines.joined() + """

      To create a role with these permissions, use the token of an administrator:
        flowform permissions --format yaml > role.yaml && flowform apply role.yaml
      Then assign the role to the token's user, in authentik under Directory → Roles → \(role) → Users.

      """
  }
}
