/// Regular expressions as Python's `re` reads them, where Swift differs.
package enum PythonPattern {
  /// Whether Python compiles the pattern.
  package static func compiles(_ pattern: String) -> Bool {
    // Python knows no other letters behind a backslash.
    if pattern.contains(/\\[ceghijklmopqyzCEFGHIJKLMOPQRTVXY]/) { return false }
    // It knows no group names without `P`, and no flags in the middle of a pattern.
    if pattern.contains(/\(\?<[^=!]/) || pattern.contains(/.\(\?[aiLmsux]+\)/) { return false }
    // A bracket that comes first in a class means itself.
    let text = pattern.replacing("[]", with: "[\\]").replacing("[^]", with: "[^\\]")
      .replacing(/\\N\{[^}]*\}/, with: "N")
    return (try? Regex(text)) != nil
  }
}
