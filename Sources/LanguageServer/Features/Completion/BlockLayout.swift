import Catalog
import Model
import YAML

/// How text is laid out at the cursor: indents, dashes and brackets.
struct BlockLayout {
  private let cursor: CursorNode
  private let isItem: Bool

  init(_ cursor: CursorNode, isItem: Bool) {
    self.cursor = cursor
    self.isItem = isItem
  }

  /// The indent of keys that stand where the cursor is.
  var indent: Int { cursor.column + (cursor.needsDash ? 2 : 0) }

  /// The indent of the members of a map that is the value at the cursor.
  var memberIndent: Int { followsKey ? keyIndent + 2 : indent }

  /// The indent of what an item of a list at the cursor holds.
  var itemIndent: Int { isItem ? indent : memberIndent + 2 }

  /// True if the text at the cursor follows a key in its line.
  private var followsKey: Bool { !cursor.isInFlow && !cursor.startsLine && !isItem }

  private var keyIndent: Int {
    for step in cursor.steps.reversed() {
      if case .value(let pair) = step.role { return Int(pair.key.mark.column) - 1 }
    }
    return 0
  }

  /// A new line below the key before the cursor, if there is one.
  private func line(_ more: String = "") -> Snippet {
    guard followsKey else { return Snippet((cursor.needsDash ? "- " : "") + more) }
    return Snippet("\n" + String(repeating: " ", count: keyIndent + 2) + more)
  }

  /// A member of a map that is the value at the cursor. `text` makes it for an indent.
  func member(_ text: (_ indent: Int) -> Snippet) -> Snippet {
    if cursor.isInFlow { return Snippet("{") + text(indent) + Snippet("}") }
    return line() + text(memberIndent)
  }

  /// An item of a list that is the value at the cursor.
  func item(_ text: (_ indent: Int) -> Snippet) -> Snippet {
    if cursor.isInFlow { return Snippet("[") + text(indent) + Snippet("]") }
    return line("- ") + text(memberIndent + 2)
  }

  /// The value at the cursor itself.
  func plain(_ text: Snippet) -> Snippet { cursor.needsDash ? Snippet("- ") + text : text }
}
