import Exporting
import Model

/// The lines of a coverage, for people.
struct CoverageText {
  private let coverage: Coverage
  private let context: PlanContext
  private let terminal: Terminal

  /// Lines with missing objects that are shown of a kind, unless all are.
  private static let mostLines = 10
  /// Names that are shown in a line, unless all are.
  private static let mostNames = 5

  init(_ coverage: Coverage, _ context: PlanContext, _ terminal: Terminal) {
    self.coverage = coverage
    self.context = context
    self.terminal = terminal
  }

  /// `41 of 45 objects are described (91 %)`.
  static func verdict(_ coverage: Coverage) -> String {
    guard coverage.total > 0 else { return "there is nothing to describe" }
    guard !coverage.isWhole else {
      return coverage.total == 1
        ? "the only object is described" : "all \(coverage.total) objects are described"
    }
    return
      "\(coverage.described) of \(counted(coverage.total, "object")) \(coverage.described == 1 ? "is" : "are") described (\(coverage.described * 100 / coverage.total) %)"
  }

  func render() -> String {
    let server = context.server == "sandbox:" ? "the sandbox" : Terminal.escaped(context.server)
    let head = "\(terminal.paint("Coverage", .bold)) of \(server): \(Self.verdict(coverage)).\n"
    let sections = [kinds, leftOver, apart].filter { !$0.isEmpty }
    return head + sections.map { "\n" + $0 }.joined()
  }

  // MARK: - Kinds

  private var kinds: String {
    let width = coverage.kinds.map { Columns.count($0.model) }.max() ?? 0
    return coverage.kinds.map { kind in
      let count = "\(kind.described) of \(kind.total)"
      let isWhole = kind.missing.isEmpty
      return "  \(kind.model.padding(to: width))  \(terminal.paint(count, isWhole ? .green : .yellow))\n"
        + missing(kind)
    }.joined()
  }

  private func missing(_ kind: Coverage.OfKind) -> String {
    let all = Self.groups(kind)
    let shown = context.isVerbose ? all : Array(all.prefix(Self.mostLines))
    let lines = shown.map { (names: self.names($0.names), command: $0.command) }
    let width = lines.map { Columns.count($0.names) }.max() ?? 0
    let text = lines.map { line in
      "    \(terminal.paint("-", .red)) \(line.names.padding(to: width))  \(terminal.paint(line.command, .dim))\n"
    }.joined()
    let rest = all.dropFirst(shown.count).reduce(0) { $0 + $1.names.count }
    return rest > 0 ? text + "    … \(rest) more; -v shows all\n" : text
  }

  /// The missing objects of a kind by the command that exports them.
  static func groups(_ kind: Coverage.OfKind) -> [(names: [String], command: String)] {
    var groups: [(names: [String], command: String)] = []
    var positions: [String: Int] = [:]
    for object in kind.missing {
      let (name, command) = (object.name, object.command)
      if let position = positions[command] {
        groups[position].names.append(name)
      } else {
        positions[command] = groups.count
        groups.append(([name], command))
      }
    }
    return groups
  }

  private func names(_ names: [String]) -> String {
    let shown = context.isVerbose ? names : Array(names.prefix(Self.mostNames))
    let text = Terminal.escaped(shown.joined(separator: ", "))
    return shown.count < names.count ? "\(text), … \(names.count - shown.count) more" : text
  }

  // MARK: - Others

  private var leftOver: String {
    guard !coverage.leftOver.isEmpty else { return "" }
    return "Left over: in the state, but in no blueprint any more\n"
      + coverage.leftOver.map { object in
        let source = object.source.isEmpty ? "" : "  \(Terminal.escaped(object.source))"
        return "  \(Terminal.escaped(object.address.description))\(terminal.paint(source, .dim))\n"
      }.joined()
  }

  private var apart: String {
    let parts = Self.parts(coverage)
    guard !parts.isEmpty else { return "" }
    guard context.isVerbose else {
      return "Not counted: \(parts.map { "\($0.count) \($0.words)" }.joined(separator: ", "))\n"
    }
    return "Not counted:\n"
      + parts.map { part in
        "  \(part.count) \(part.words)\n"
          + coverage.apart.filter { $0.reason == part.reason }.map { apart in
            let names =
              apart.names.isEmpty ? "" : ": \(Terminal.escaped(apart.names.joined(separator: ", ")))"
            return "    \(apart.model) (\(apart.count))\(names)\n"
          }.joined()
      }.joined()
  }

  /// The numbers of objects that do not count, by reason.
  static func parts(_ coverage: Coverage) -> [(reason: Coverage.Reason, count: Int, words: String)] {
    Coverage.Reason.allCases.compactMap { reason in
      let count = coverage.count(reason)
      guard count > 0 else { return nil }
      let words =
        switch reason {
        case .managed: "that authentik maintains itself"
        case .shipped: "that authentik ships"
        case .people: count == 1 ? "person" : "people"
        case .notExported: "of kinds that an export does not describe"
        }
      return (reason, count, words)
    }
  }
}

extension Coverage.Missing {
  /// The command that exports the object, to be typed.
  package var command: String {
    "flowform export " + options.map(Self.word).joined(separator: " ")
  }

  /// A word of a shell's command line.
  private static func word(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_.".utf8.contains(byte)
      }
    }
    return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
