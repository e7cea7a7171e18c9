import Blueprints
import FoundationEssentials
import Model
import Operations
import OrderedCollections
import YAML

/// `flowform.yaml`: a repository's settings, so that its commands need few options.
struct ConfigurationFile {
  static let name = "flowform.yaml"

  private(set) var settings: [Setting: Value] = [:]
  private(set) var targets: OrderedDictionary<String, [Setting: Value]> = [:]
  /// Old and new addresses of objects whose identifiers changed in git.
  private(set) var moved: [Move] = []

  /// Nil if there is no such file.
  static func read(_ path: String = name) throws(CommandFailure) -> ConfigurationFile? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let bytes = try InputFile.read(path, advice: "check its permissions and its size")
    return try ConfigurationFile(SourceText(file: path, bytes: bytes))
  }

  init(_ source: SourceText) throws(CommandFailure) {
    let root: Node?
    do { root = try NodeReader.read(source.bytes) } catch {
      throw CommandFailure(
        .usage, "\(source.file):\(error.mark.line):\(error.mark.column): \(error.message)")
    }
    guard let root else { return }
    for (name, key, value) in try Self.pairs(root, source.file) {
      switch name {
      case "targets":
        for (target, _, node) in try Self.pairs(value, source.file) {
          targets[target] = try Self.settings(node, source.file)
        }
      case "moved":
        for (old, place, node) in try Self.pairs(value, source.file) {
          try move(old, to: node, place, source.file)
        }
      default:
        let (setting, value) = try Self.setting(name, key, value, source.file)
        settings[setting] = value
      }
    }
  }

  private mutating func move(_ old: String, to node: Node, _ key: Node, _ file: String) throws(CommandFailure)
  {
    let from = try Self.address(old, key, file)
    let to = try Self.address(node.text ?? "", node, file)
    guard from.model == to.model else {
      throw Self.failure("an object cannot change its model from \(from.model)", node, file)
    }
    moved.append(Move(old: from.address, new: to))
  }

  private static func address(
    _ text: String, _ node: Node, _ file: String
  ) throws(CommandFailure) -> AddressParts {
    do throws(AddressReader.Failure) { return try AddressReader.read(text) } catch {
      throw failure(error.message, node, file)
    }
  }

  private static func settings(_ node: Node, _ file: String) throws(CommandFailure) -> [Setting: Value] {
    var settings: [Setting: Value] = [:]
    for (name, key, value) in try pairs(node, file) {
      let (setting, value) = try setting(name, key, value, file)
      settings[setting] = value
    }
    return settings
  }

  private static func setting(
    _ name: String, _ key: Node, _ node: Node, _ file: String
  ) throws(CommandFailure) -> (Setting, Value) {
    guard let setting = Setting(rawValue: name) else {
      let known = Setting.allCases.map(\.rawValue) + ["targets", "moved"]
      throw failure("unknown setting `\(name)`\(Suggestion.hint(for: name, among: known))", key, file)
    }
    // YAML reads 2025.10 as the number 2025.1.
    let value = setting == .serverVersion ? node.text.map(Value.string) : ContextReader.value(of: node)
    guard let value, setting.takes(value) else {
      throw failure("`\(name)` takes \(setting.expected)", node, file)
    }
    return (setting, value)
  }

  private static func pairs(
    _ node: Node, _ file: String
  ) throws(CommandFailure) -> [(name: String, key: Node, value: Node)] {
    guard case .map(let pairs) = node.content else {
      throw failure("expected a map of settings, such as `url: https://authentik.example.com`", node, file)
    }
    var seen: Set<String> = []
    var found: [(name: String, key: Node, value: Node)] = []
    for pair in pairs {
      guard let name = pair.key.text else { throw failure("expected the name of a setting", pair.key, file) }
      guard seen.insert(name).inserted else {
        throw failure("`\(name)` is repeated; remove one of them", pair.key, file)
      }
      found.append((name, pair.key, pair.value))
    }
    return found
  }

  private static func failure(_ message: String, _ node: Node, _ file: String) -> CommandFailure {
    CommandFailure(.usage, "\(file):\(node.mark.line):\(node.mark.column): \(message)")
  }
}

extension Node {
  fileprivate var text: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }
}
