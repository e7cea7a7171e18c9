package import Model
import YAML

/// What a YAML file looks like: a blueprint, perhaps with mistakes, or something else.
package enum BlueprintShape: Sendable, Equatable {
  /// The label `instantiate` of a blueprint may say that only who names it gets it.
  case blueprint(hasMistakes: Bool, isInstantiable: Bool = true)
  /// A file for another program, and why it is no blueprint.
  case other(reason: String)

  package init(_ source: SourceText) {
    // Most YAML of a repository is for other programs. This saves parsing it.
    guard Self.hasEntries(source.bytes) else {
      self = .other(reason: "no `entries`")
      return
    }
    do {
      guard let root = try NodeReader.read(source.bytes) else {
        self = .other(reason: "empty")
        return
      }
      if let reason = Self.reasonAgainst(root) {
        self = .other(reason: reason)
      } else {
        let read = BlueprintReader.read(source)
        self = .blueprint(
          hasMistakes: read.diagnostics.hasErrors, isInstantiable: read.blueprint?.isInstantiable ?? true)
      }
    } catch {
      self =
        Self.seemsToBeOne(source)
        ? .blueprint(hasMistakes: true) : .other(reason: "line \(error.mark.line): \(error.message)")
    }
  }

  private static func hasEntries(_ bytes: [UInt8]) -> Bool {
    bytes.firstRange(of: Array("entries".utf8)) != nil
  }

  private static func reasonAgainst(_ root: Node) -> String? {
    guard case .map(let pairs) = root.content else { return "\(root.describe), not a map" }
    func value(_ key: Value) -> Node? { pairs.first { $0.key.literal == key }?.value }
    guard let entries = value("entries") else { return "no `entries`" }
    guard let items = Self.items(entries) else { return "`entries` is \(entries.describe), not a list" }
    // Its version may be a mistake, but no other program has such models.
    if items.contains(where: { model(of: $0)?.hasPrefix("authentik_") == true }) { return nil }
    guard let version = value("version") else { return "no `version: 1`" }
    guard version.literal == 1 else { return "the version is \(version.describe), not 1" }
    guard items.isEmpty || items.contains(where: { model(of: $0) != nil }) else {
      return "no entry has a `model`"
    }
    return nil
  }

  /// The entries, which may be in sections. Nil if they are neither.
  private static func items(_ entries: Node) -> [Node]? {
    switch entries.content {
    case .list(let items): items
    case .map(let sections):
      sections.flatMap { section in
        if case .list(let items) = section.value.content { items } else { [Node]() }
      }
    case .scalar: nil
    }
  }

  private static func model(of entry: Node) -> String? {
    guard case .map(let pairs) = entry.content else { return nil }
    return pairs.first { $0.key.literal == "model" }?.value.literal?.string
  }

  /// Judges a text that is not YAML by its lines.
  private static func seemsToBeOne(_ source: SourceText) -> Bool {
    let lines = String(decoding: source.bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    return lines.contains { $0.hasPrefix("entries:") }
      && lines.contains { $0.contains(#/^[ -]*model: *["']?authentik_/#) }
  }
}
