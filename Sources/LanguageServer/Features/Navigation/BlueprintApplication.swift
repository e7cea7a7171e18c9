package import YAML

/// An entry that applies another blueprint, and the nodes that name it.
package struct BlueprintApplication {
  private static let model = "authentik_blueprints.metaapplyblueprint"

  package let name: SourceNode?
  package let path: SourceNode?

  /// Nil for any other entry, and for one that names no blueprint.
  package init?(_ entry: EntryFacts, in facts: FileFacts) {
    guard entry.model?.text.lowercased() == Self.model else { return nil }
    let attrs = entry.node["attrs"].map(facts.resolved)
    let identifiers = attrs?["identifiers"] ?? entry.node["identifiers"]
    func node(_ key: String) -> SourceNode? {
      facts.value(key, in: identifiers).flatMap { $0.plainText == nil ? nil : $0 }
    }
    (name, path) = (node("name"), node("path"))
    if name == nil, path == nil { return nil }
  }

  /// True if a file is the blueprint.
  package func isOf(_ facts: FileFacts) -> Bool {
    (name?.text.map { facts.blueprint?.text == $0 } ?? true)
      && (path?.text.map { facts.file == $0 || facts.file.hasSuffix("/" + $0) } ?? true)
  }
}

extension WrittenSet {
  func blueprint(_ application: BlueprintApplication) -> Subject {
    let found = files.indices.filter { application.isOf(files[$0]) }
    let name = found.first.flatMap { files[$0].blueprint?.text }
    return .blueprint(name ?? application.name?.text ?? application.path?.text ?? "", files: found)
  }

  func blueprint(named name: String) -> Subject {
    .blueprint(name, files: files.indices.filter { files[$0].blueprint?.text == name })
  }

  /// The path of a file that a blueprint names, below the root. Nil if it is not below the blueprint's folder.
  func path(_ path: String, from file: Int) -> String? {
    guard !path.hasPrefix("/") else { return nil }
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      guard part == ".." else {
        parts.append(part)
        continue
      }
      guard parts.popLast() != nil else { return nil }
    }
    let own = files[file].file
    let folder = own.lastIndex(of: "/").map { own[...$0] } ?? ""
    return parts.isEmpty ? nil : folder + parts.joined(separator: "/")
  }
}
