/// The colours of pages and pictures, for light and for dark screens.
///
/// Each text colour has a contrast of at least 4.5 with every surface that it stands on (WCAG AA).
enum PageColours {
  struct Colour {
    let name: String
    let light: String
    let dark: String

    init(_ name: String, _ light: String, _ dark: String) {
      self.name = name
      self.light = light
      self.dark = dark
    }
  }

  static let surfaces = [
    Colour("page", "#f6f7f9", "#0e1116"), Colour("card", "#ffffff", "#161b22"),
    Colour("inset", "#f3f5f7", "#1d232c"),
  ]

  static let texts = [
    Colour("text", "#1b1f24", "#e6eaef"), Colour("quiet", "#57606a", "#9ea8b3"),
    Colour("link", "#0a58ca", "#79b8ff"),
  ]

  /// For borders and lines, which are not text.
  static let lines = [Colour("line", "#d5dae0", "#323a45"), Colour("strong", "#7a838d", "#768390")]

  /// What happens to an object: a colour for its text and a surface below it.
  static let changes: [(text: Colour, surface: Colour)] = [
    (Colour("create", "#116329", "#6fdd8b"), Colour("create-surface", "#e3f6e8", "#12291a")),
    (Colour("update", "#7a4b00", "#eac55f"), Colour("update-surface", "#fdf3d3", "#2c2410")),
    (Colour("restore", "#6639a6", "#cfa8ff"), Colour("restore-surface", "#f3ecfd", "#261a38")),
    (Colour("delete", "#a3142b", "#ff9a94"), Colour("delete-surface", "#fdeaec", "#361619")),
    (Colour("adopt", "#0b5c73", "#74d0ea"), Colour("adopt-surface", "#e2f3f8", "#10272f")),
  ]

  private static var all: [Colour] {
    surfaces + texts + lines + changes.flatMap { [$0.text, $0.surface] }
  }

  /// Custom properties, `--text` and so on, which follow the reader's scheme.
  static let properties: String = {
    func list(_ value: (Colour) -> String) -> String {
      all.map { "--\($0.name): \(value($0))" }.joined(separator: "; ")
    }
    return """
      :root { color-scheme: light dark; \(list(\.light)) }
      @media (prefers-color-scheme: dark) { :root { \(list(\.dark)) } }
      @media print { :root { color-scheme: light; \(list(\.light)) } }

      """
  }()

  /// Rules with `var(--text)` and so on as they are in each scheme, for readers that know no custom properties.
  static func resolved(_ rules: String) -> String {
    func resolved(_ value: (Colour) -> String) -> String {
      all.reduce(rules) { $0.replacing("var(--\($1.name))", with: value($1)) }
    }
    return """
      \(resolved(\.light))@media (prefers-color-scheme: dark) {
      \(resolved(\.dark))}

      """
  }
}
