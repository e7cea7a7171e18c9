import Blueprints
import Model
import OrderedCollections
import Reporting
import Testing

/// Texts in Mermaid's quotes.
struct MermaidTextTests {
  /// No text ends its label, starts a directive, is read as Markdown or steers a terminal.
  @Test(arguments: [
    ("a \"b\" <c> & #d", "a #quot;b#quot; #lt;c#gt; #amp; #35;d"),
    ("%%{init: {}}%%", "#37;#37;#123;init: #123;#125;#125;#37;#37;"),
    ("```\n`code`", "#96;#96;#96; #96;code#96;"),
    ("**bold** [x](y) ~a~", "#42;#42;bold#42;#42; #91;x#93;(y) #126;a#126;"),
    ("1. one", "1#46; one"), ("12) one", "12#41; one"), ("- one", "#45; one"), ("1.5 - one", "1.5 - one"),
    ("default-flow_x", "default-flow_x"), ("a\u{1B}[2J\u{202E}b\u{9B}c", "a\u{FFFD}#91;2J\u{FFFD}b\u{FFFD}c"),
    ("👩‍👧 é", "👩‍👧 é"),
  ])
  func isEscaped(_ text: String, _ expected: String) {
    let address = ResourceAddress(model: "authentik_core.application", identifiers: ["slug": "a"])
    let graph = AccessGraph([DescribedObject(address: address, values: ["slug": "a", "name": .string(text)])])
    let drawn = AccessMermaid.text(of: graph)
    #expect(drawn.contains("    a0app[\"\(expected)\"]\n"), "\(drawn)")
  }
}
