/// A page of folded groups that never exceeds the size limit of a comment, and states what it left out.
struct MarkdownPage {
  /// Lines below a title.
  struct Group {
    /// Markdown and HTML that is already safe.
    let title: String
    let lines: [String]
    let language: String
    var isOpen = false
    /// Markdown that stands before the group, for the first one of a section.
    var heading = ""
  }

  /// GitHub allows 65,536 characters and GitLab more; counting bytes is safe, because no text has fewer bytes
  /// than characters.
  static let limit = 65_000
  /// Room for the sentence about omitted lines.
  private static let reserve = 300
  /// Parts smaller than this are not worth showing.
  private static let least = 500

  let head: String
  let groups: [Group]

  func render() -> String {
    let whole = head + groups.map { details($0, $0.lines) }.joined()
    return whole.utf8.count <= Self.limit ? whole : cut()
  }

  /// Each group gets an even share of the remaining room, and passes on what it does not need.
  private func cut() -> String {
    var text = head
    var missingLines = 0
    var missingGroups = 0
    for (index, group) in groups.enumerated() {
      let room = Self.limit - Self.reserve - text.utf8.count
      let share = max(room / (groups.count - index), min(room, Self.least))
      guard let (part, missing) = part(of: group, within: share) else {
        missingGroups += 1
        continue
      }
      text += part
      missingLines += missing
    }
    var parts: [String] = []
    if missingLines > 0 { parts.append(counted(missingLines, "line")) }
    if missingGroups > 0 { parts.append("\(counted(missingGroups, "group")) of \(groups.count) entirely") }
    return text
      + "**Left out**, because the comment would be too long: \(parts.joined(separator: ", and ")). `flowform plan` shows all of it.\n"
  }

  /// As much of a group as fits, and the number of lines that do not; nil if not even the title is worth
  /// showing.
  private func part(of group: Group, within room: Int) -> (text: String, missing: Int)? {
    let whole = details(group, group.lines)
    if whole.utf8.count <= room { return (whole, 0) }
    var kept: [String] = []
    var left = room - details(group, [Self.more(group.lines.count)]).utf8.count
    for line in group.lines {
      left -= line.utf8.count + 1
      guard left >= 0 else { break }
      kept.append(line)
    }
    guard !kept.isEmpty else { return nil }
    let missing = group.lines.count - kept.count
    let text = details(group, kept + [Self.more(missing)])
    // The cut text may need a shorter fence, never a longer one.
    return text.utf8.count <= room ? (text, missing) : nil
  }

  private static func more(_ count: Int) -> String { "… \(counted(count, "more line"))" }

  private func details(_ group: Group, _ lines: [String]) -> String {
    guard !group.lines.isEmpty else { return group.heading }
    return group.heading
      + MarkdownText.details(
        group.title, MarkdownText.block(lines, language: group.language), isOpen: group.isOpen)
  }
}
