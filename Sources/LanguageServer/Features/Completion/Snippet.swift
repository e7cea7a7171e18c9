/// A text to insert, with places where the user goes on.
struct Snippet {
  enum Piece {
    case text(String)
    /// A place with a word that says what belongs there.
    case place(String)
    case choice([String])
  }

  private(set) var pieces: [Piece]

  init(_ pieces: [Piece]) {
    self.pieces = pieces
  }

  init(_ text: String) {
    self.init([.text(text)])
  }

  static func + (left: Snippet, right: Snippet) -> Snippet { Snippet(left.pieces + right.pieces) }

  var hasPlaces: Bool {
    pieces.contains {
      if case .text = $0 { false } else { true }
    }
  }

  /// The text for an editor without snippets.
  var plain: String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .place: ""
      case .choice(let choices): choices.first ?? ""
      }
    }.joined()
  }

  /// The text in the syntax of snippets.
  var marked: String {
    var number = 0
    return pieces.map { piece in
      if case .text(let text) = piece { return Self.escaped(text, "\\$}") }
      number += 1
      switch piece {
      case .choice(let choices):
        return "${\(number)|\(choices.map { Self.escaped($0, "\\,|$}") }.joined(separator: ","))|}"
      case .place(""): return "$\(number)"
      case .place(let word): return "${\(number):\(Self.escaped(word, "\\$}"))}"
      case .text: return ""
      }
    }.joined()
  }

  private static func escaped(_ text: String, _ special: String) -> String {
    String(text.flatMap { special.contains($0) ? ["\\", $0] : [$0] })
  }
}
