import Blueprints
import Configuration
import Foundation
import Model
import Operations
import OrderedCollections

/// The settings of this run besides the command line: the environment wins over the target, and the target
/// over the rest of `flowform.yaml`.
struct Settings: Sendable {
  let target: String?
  /// Old and new addresses of objects whose identifiers changed in git.
  let moved: [Move]
  let context: ValueMap
  private let reader: ConfigReader
  /// The target's settings that a variable overrides, with that variable.
  private let overridden: [Setting: String]

  /// Throws if the target does not exist, or the file has a mistake.
  init(_ file: ConfigurationFile?, target: String?, environment: [String: String]) throws(CommandFailure) {
    var layers = [file?.settings ?? [:]]
    if let target {
      guard let settings = file?.targets[target] else {
        let known = file?.targets.keys.elements ?? []
        let hint =
          known.isEmpty
          ? "; \(ConfigurationFile.name) has no targets"
          : "; there are \(known.joined(separator: ", "))\(Suggestion.hint(for: target, among: known))"
        throw CommandFailure(.usage, "unknown target `\(target)`\(hint)")
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
    overridden = Self.overridden(target.flatMap { file?.targets[$0] } ?? [:], environment)
    reader = ConfigReader(
      providers: ([Dictionary(uniqueKeysWithValues: variables)] + layers).map(Self.provider))
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

  private static func provider(_ settings: [Setting: Value]) -> InMemoryProvider {
    let values = settings.compactMap { setting, value in
      content(value).map { (AbsoluteConfigKey([setting.rawValue]), ConfigValue($0, isSecret: false)) }
    }
    return InMemoryProvider(values: Dictionary(uniqueKeysWithValues: values))
  }

  private static func content(_ value: Value) -> ConfigContent? {
    switch value {
    case .string(let text): .string(text)
    case .integer(let number): .int(number)
    case .double(let number): .double(number)
    case .list(let items): .stringArray(items.compactMap(\.string))
    default: nil
    }
  }

  subscript(setting: Setting) -> String? { reader.string(forKey: ConfigKey([setting.rawValue])) }

  /// A setting with one text or several.
  func list(_ setting: Setting) -> [String] {
    reader.stringArray(forKey: ConfigKey([setting.rawValue])) ?? self[setting].map { [$0] } ?? []
  }

  func integer(_ setting: Setting) -> Int? { reader.int(forKey: ConfigKey([setting.rawValue])) }

  func number(_ setting: Setting) -> Double? {
    reader.double(forKey: ConfigKey([setting.rawValue])) ?? integer(setting).map(Double.init)
  }
}
