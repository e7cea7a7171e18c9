import Model
import YAML

/// What an entry describes, and what refers to it.
enum EntryHover {
  /// At most this many entries are listed.
  private static let limit = 8

  static func text(_ entry: EntryPosition, _ written: WrittenSet) -> String {
    let model = written.entry(entry).model?.text ?? ""
    return Markdown.text(
      "**\(Markdown.code(written.name(of: entry)))** \(model)", users(of: entry, written))
  }

  /// The entries of the workspace that refer to this one.
  static func users(of entry: EntryPosition, _ written: WrittenSet) -> [String] {
    let uses = written.occurrences(of: .objects([entry])).filter { !$0.isDeclaration }
    var users: [EntryPosition] = []
    for use in uses {
      let entries = written.files[use.file].entries
      let index = entries.lastIndex {
        $0.node.range.lowerBound <= use.range.lowerBound && use.range.upperBound <= $0.node.range.upperBound
      }
      guard let user = index.map({ EntryPosition(file: use.file, entry: $0) }), !users.contains(user) else {
        continue
      }
      users.append(user)
      if users.count > limit { break }
    }
    guard !users.isEmpty else { return [] }
    let lines = users.prefix(limit).map { reference(to: $0, from: entry.file, written) }
    return lines.map { "Referred to by " + $0 } + (users.count > limit ? ["and by others"] : [])
  }

  /// An entry in a line: its name, its model and its place.
  static func reference(to entry: EntryPosition, from file: Int, _ written: WrittenSet) -> String {
    let facts = written.facts(of: entry)
    let model = written.entry(entry).model?.text ?? ""
    let line = "line \(written.entry(entry).node.mark.line)"
    let place = entry.file == file ? line : "\(facts.file), \(line)"
    return "\(Markdown.code(written.name(of: entry))) (\(model), \(place))"
  }
}
