import Model
package import YAML

/// A place where a subject is named.
package struct Occurrence {
  package enum Form { case scalar, anchor, place }

  /// The position of the file in the set.
  package let file: Int
  package let range: Range<Int>
  package let isDeclaration: Bool
  /// The node of the name, if it is one.
  package let node: SourceNode
  package let form: Form

  init(_ node: SourceNode, _ file: Int, isDeclaration: Bool = false) {
    self.init(node, node.body, file, isDeclaration: isDeclaration, .scalar)
  }

  init(
    _ node: SourceNode, _ range: Range<Int>, _ file: Int, isDeclaration: Bool = false, _ form: Form
  ) {
    self.file = file
    self.range = range
    self.isDeclaration = isDeclaration
    self.node = node
    self.form = form
  }
}

extension WrittenSet {
  /// All places of the workspace that name a subject, in the order of the files.
  package func occurrences(of subject: Subject) -> [Occurrence] {
    let found: [Occurrence] =
      switch subject {
      case .id(let id, let file): occurrences(ofID: id, in: file)
      case .objects(let entries): occurrences(of: entries)
      case .context(let key, let file):
        files[file].context.filter { $0.key.text == key }
          .map { Occurrence($0.key, file, isDeclaration: true) }
          + uses(in: file) { if case .context(key) = $0.target { true } else { false } }
      case .variable(let name):
        files.indices.flatMap { file in
          uses(in: file) { if case .environment(name) = $0.target { true } else { false } }
        }
      case .anchor(let name, let file): occurrences(ofAnchor: name, in: file)
      case .blueprint(let name, let targets): occurrences(ofBlueprint: name, targets)
      case .path(let path):
        files.indices.flatMap { file in
          uses(in: file) {
            if case .file(let own) = $0.target { self.path(own, from: file) == path } else { false }
          }
        }
      }
    return found.sorted { ($0.file, $0.range.lowerBound) < ($1.file, $1.range.lowerBound) }
  }

  private func uses(in file: Int, where holds: (TagFacts) -> Bool) -> [Occurrence] {
    files[file].uses.filter(holds).map { Occurrence($0.name, file) }
  }

  private func occurrences(ofID id: String, in file: Int) -> [Occurrence] {
    files[file].entries.compactMap { entry in
      entry.id.flatMap { $0.text == id ? Occurrence($0.node, file, isDeclaration: true) : nil }
    } + uses(in: file) { if case .keyOf(id) = $0.target { true } else { false } }
  }

  private func occurrences(of entries: [EntryPosition]) -> [Occurrence] {
    let models = Set(entries.compactMap { entry($0).model?.text.lowercased() })
    return entries.map(declaration)
      + entries.flatMap { position -> [Occurrence] in
        guard let id = entry(position).id?.text, self.entries(withID: id, in: position.file).first == position
        else { return [] }
        return occurrences(ofID: id, in: position.file).filter { !$0.isDeclaration }
      }
      + files.indices.flatMap { file in
        files[file].uses.compactMap { use -> Occurrence? in
          guard case .find(let model, _) = use.target, models.contains(where: { covers(model, $0) }),
            self.entries(found: use, in: file).contains(where: entries.contains)
          else { return nil }
          return Occurrence(use.node, use.node.range, file, .place)
        }
      }
  }

  /// The part of an entry that tells its object.
  private func declaration(_ position: EntryPosition) -> Occurrence {
    let facts = files[position.file]
    let entry = entry(position)
    let node = entry.node["identifiers"] ?? entry.model?.node ?? entry.node
    return Occurrence(node, node.firstLine(in: facts.document), position.file, isDeclaration: true, .place)
  }

  private func occurrences(ofAnchor name: String, in file: Int) -> [Occurrence] {
    let facts = files[file]
    return facts.anchors.filter { $0.text == name }.compactMap { anchor in
      anchor.node.anchorName(in: facts.document)
        .map { Occurrence(anchor.node, $0, file, isDeclaration: true, .anchor) }
    }
      + facts.aliases.filter { $0.text == name }.map { alias in
        Occurrence(alias.node, alias.node.range.lowerBound + 1..<alias.node.range.upperBound, file, .anchor)
      }
  }

  /// A blueprint without a name is declared by its file as a whole.
  private func occurrences(ofBlueprint name: String, _ targets: [Int]) -> [Occurrence] {
    let declared = targets.compactMap { file in
      (files[file].blueprint?.node ?? files[file].start).map { node in
        files[file].blueprint == nil
          ? Occurrence(node, node.range.lowerBound..<node.range.lowerBound, file, isDeclaration: true, .place)
          : Occurrence(node, file, isDeclaration: true)
      }
    }
    let uses = files.indices.flatMap { file in
      files[file].entries.compactMap { entry -> Occurrence? in
        guard let application = BlueprintApplication(entry, in: files[file]) else { return nil }
        let isOfTarget =
          targets.isEmpty
          ? (application.name ?? application.path)?.text == name
          : targets.contains { application.isOf(files[$0]) }
        guard isOfTarget else { return nil }
        if let node = application.name { return Occurrence(node, file) }
        return application.path.map { Occurrence($0, $0.body, file, .place) }
      }
    }
    return declared + uses
  }
}

extension FileFacts {
  /// The first node of the file.
  fileprivate var start: SourceNode? { entries.first?.node }
}
