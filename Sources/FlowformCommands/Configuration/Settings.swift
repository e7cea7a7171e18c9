import Blueprints
import Catalog
import Model
import Operations
import OrderedCollections

/// The settings of this run without those of the command line: the environment wins over the target, and the target
/// over the rest of `flowform.yaml`.
struct Settings: Sendable {
  let target: String?
  /// Old and new addresses of objects whose identifiers changed in git.
  let moved: [Move]
  let context: ValueMap
  /// The versions that the command line names.
  let namedVersions: [String]
  private let values: [Setting: Value]
  /// What the target says itself and a variable says otherwise, with that variable.
  private let overridden: [Setting: String]

  /// Throws if the target does not exist, or the file has a mistake.
  init(
    _ file: ConfigurationFile?, target: String?, environment: [String: String], serverVersions: [String] = []
  ) throws(CommandFailure) {
    namedVersions = serverVersions
    var layers = [file?.settings ?? [:]]
    if let target {
      guard let settings = file?.targets[target] else {
        let known = file?.targets.keys.elements ?? []
        let hint =
          known.isEmpty
          ? "; \(ConfigurationFile.name) has no targets"
          : "; its targets are \(known.joined(separator: ", "))\(Suggestion.hint(for: target, among: known))"
        throw CommandFailure(.usage, "unknown target `\(target)` (--target, FLOWFORM_TARGET)\(hint)")
      }
      layers.insert(settings, at: 0)
    }
    self.target = target
    moved = file?.moved ?? []
    context = layers.reversed().reduce(into: ValueMap()) { context, layer in
      context = Value.map(context).merged(with: layer[.context] ?? [:]).map ?? context
    }
    let variables = Setting.allCases.compactMap { setting in
      setting.variable.flatMap { environment.value($0) }.map { (setting, Value.string($0)) }
    }
    values = layers.reduce(Dictionary(uniqueKeysWithValues: variables)) { values, layer in
      values.merging(layer) { first, _ in first }
    }
    overridden = Self.overridden(target.flatMap { file?.targets[$0] } ?? [:], environment)
  }

  private static func overridden(
    _ target: [Setting: Value], _ environment: [String: String]
  ) -> [Setting: String] {
    target.reduce(into: [:]) { overridden, entry in
      let (setting, value) = entry
      if setting == .tokenFile, environment.value("AUTHENTIK_TOKEN") != nil {
        overridden[setting] = "AUTHENTIK_TOKEN"
      } else if let variable = setting.variable, let text = environment.value(variable),
        text != value.string
      {
        overridden[setting] = variable
      }
    }
  }

  /// Notes that a variable overrides the chosen target, which is easily overlooked.
  func noteOverride(of setting: Setting, option: String) {
    guard let target, let variable = overridden[setting] else { return }
    Console.note(
      "note: \(variable) wins over `\(setting.rawValue)` of the target `\(target)`; if that is not intended, unset it or pass \(option)"
    )
  }

  /// A setting of the target that a variable overrides, with that variable; nil if there is none.
  var override: (setting: Setting, variable: String)? {
    overridden.min { $0.key.rawValue < $1.key.rawValue }.map { ($0.key, $0.value) }
  }

  subscript(setting: Setting) -> String? { values[setting]?.string }

  /// A setting that is one text or several.
  func list(_ setting: Setting) -> [String] { values[setting]?.texts ?? [] }

  /// True if no test may write to the server.
  var isProtected: Bool { values[.protected]?.bool ?? false }

  /// The versions of authentik that the command line names, or else the target.
  var serverVersions: [String] {
    namedVersions.isEmpty ? [self[.serverVersion]].compactMap(\.self) : namedVersions
  }

  /// The version that `--sandbox` imitates.
  var sandboxVersion: EmbeddedCatalog {
    serverVersions.last.flatMap { try? EmbeddedCatalog.named($0) } ?? .v2026_5_rc1
  }

  func integer(_ setting: Setting) -> Int? { values[setting]?.integer }

  func number(_ setting: Setting) -> Double? { values[setting]?.number }
}
