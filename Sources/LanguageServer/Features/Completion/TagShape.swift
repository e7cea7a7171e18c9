import Blueprints

/// The argument of each tag, as a snippet.
enum TagShape {
  private static let shapes: [String: [Snippet.Piece]] = [
    "!KeyOf": [.place("id")],
    "!Find": [
      .text("["), .place("model"), .text(", ["), .place("field"), .text(", "), .place("value"), .text("]]"),
    ],
    "!FindObject": [
      .text("["), .place("model"), .text(", ["), .place("field"), .text(", "), .place("value"), .text("]]"),
    ],
    "!Context": [.place("key")],
    "!Env": [.place("NAME")],
    "!File": [.place("path")],
    "!Format": [.text("[\""), .place("%s"), .text("\", "), .place("value"), .text("]")],
    "!If": [
      .text("["), .place("condition"), .text(", "), .place("then"), .text(", "), .place("else"), .text("]"),
    ],
    "!Condition": [
      .text("["), .choice(["AND", "OR", "NAND", "NOR", "XOR", "XNOR"]), .text(", "), .place("value"),
      .text("]"),
    ],
    "!Enumerate": [
      .text("["), .place("items"), .text(", "), .choice(["SEQ", "MAP"]), .text(", "), .place("body"),
      .text("]"),
    ],
    "!Index": [.choice(["0", "1", "2"])],
    "!Value": [.choice(["0", "1", "2"])],
    "!AtIndex": [.text("["), .place("list"), .text(", "), .place("0"), .text("]")],
    "!ParseJSON": [.place("text")],
  ]

  /// All tags. `isBare` leaves out the argument, for one that is there already.
  static func items(isBare: Bool, hasSnippets: Bool) -> [CompletionItem] {
    TagDescription.all.map { tag in
      let argument = hasSnippets ? shapes[tag.name] ?? [] : []
      return CompletionItem(
        tag.name, .function, detail: tag.text.prefix { $0 != ":" && $0 != "." }.description,
        documentation: tag.text,
        insert: isBare ? nil : Snippet([.text(tag.name + " ")] + argument), rank: 10)
    }
  }
}
