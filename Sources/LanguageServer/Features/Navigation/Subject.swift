import Model
import YAML

/// The thing that a word of a blueprint names.
package enum Subject: Hashable {
  /// An `id` of a file.
  case id(String, file: Int)
  /// The objects of entries, without the ids of the entries.
  case objects([EntryPosition])
  case context(String, file: Int)
  case variable(String)
  case anchor(String, file: Int)
  /// A blueprint by its name, and the files that have it.
  case blueprint(String, files: [Int])
  /// A file by its path below the root.
  case path(String)
}

/// The word at the cursor, and what it names.
package struct NamedWord {
  package let subject: Subject
  /// The bytes of the word.
  package let range: Range<Int>
}

extension CursorPlace {
  /// The word at the cursor that names something; nil if there is none.
  package var word: NamedWord? {
    for step in steps.reversed() {
      if let word = word(of: step) { return word }
      // A tag that leads nowhere does not speak of the entry around it.
      if let tag = step.node.tag, TagFacts(tag, step.node) != nil { return nil }
    }
    return wordOfEntry ?? wordOfFile
  }

  private func word(of step: SyntaxTree.Step) -> NamedWord? {
    let node = step.node
    if let name = node.anchor, let range = node.anchorName(in: document),
      touches(range.lowerBound - 1..<range.upperBound)
    {
      return NamedWord(subject: .anchor(name, file: file), range: range)
    }
    if case .alias(let name) = node.content {
      return NamedWord(subject: .anchor(name, file: file), range: node.range.dropFirst())
    }
    guard let tag = node.tag, let use = TagFacts(tag, node) else { return nil }
    let name = use.name.body
    switch use.target {
    case .keyOf(let id): return NamedWord(subject: .id(id, file: file), range: name)
    case .find:
      let found = written.entries(found: use, in: file)
      return found.isEmpty ? nil : NamedWord(subject: .objects(found), range: node.firstLine(in: document))
    case .context(let key): return NamedWord(subject: .context(key, file: file), range: name)
    case .environment(let variable): return NamedWord(subject: .variable(variable), range: name)
    case .file(let path):
      return written.path(path, from: file).map { NamedWord(subject: .path($0), range: name) }
    }
  }

  /// The cursor is on the entry's own id or identifiers, or on the blueprint that the entry applies.
  private var wordOfEntry: NamedWord? {
    guard let entry else { return nil }
    let facts = written.entry(entry)
    if let application = BlueprintApplication(facts, in: self.facts) {
      for node in [application.name, application.path].compactMap(\.self) where touches(node.range) {
        return NamedWord(subject: written.blueprint(application), range: node.body)
      }
    }
    switch key(0) {
    case "id": return facts.id.map { NamedWord(subject: .id($0.text, file: file), range: $0.node.body) }
    case "identifiers":
      let range = below.first?.pair?.key.range ?? facts.node.range
      return NamedWord(
        subject: .objects([entry]),
        range: below.dropFirst().first?.pair.map { $0.key.range.lowerBound..<$0.value.range.upperBound }
          ?? range)
    default: return nil
    }
  }

  /// The cursor is on the blueprint's name, or on a key of the context.
  private var wordOfFile: NamedWord? {
    guard steps.count > 2 else { return nil }
    switch (steps[1].keyName, steps[2].pair) {
    case ("metadata", let pair?):
      guard pair.key.text == "name", let name = facts.blueprint else { return nil }
      return NamedWord(subject: written.blueprint(named: name.text), range: name.node.body)
    case ("context", let pair?):
      guard steps.count == 3, steps[2].isKey, let key = pair.key.text else { return nil }
      return NamedWord(subject: .context(key, file: file), range: pair.key.body)
    default: return nil
    }
  }
}

extension Range<Int> {
  fileprivate func dropFirst() -> Range<Int> { Swift.min(lowerBound + 1, upperBound)..<upperBound }
}

extension SourceNode {
  /// The part of the node in its first line.
  func firstLine(in document: TextDocument) -> Range<Int> {
    let line = document.range(ofLine: document.line(of: range.lowerBound))
    return range.lowerBound..<max(range.lowerBound, min(range.upperBound, line.upperBound))
  }
}
