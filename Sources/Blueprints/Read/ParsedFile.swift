import Model

/// The result of parsing one file.
struct ParsedFile: Sendable {
  /// Nil if the file is not a YAML document with a map.
  let blueprint: Blueprint?
  /// The fast-path result of each entry. Empty if the fast path resolved none.
  let fast: [FastEntry?]
  let diagnostics: [Diagnostic]

  init(blueprint: Blueprint?, fast: [FastEntry?], diagnostics: [Diagnostic]) {
    self.blueprint = blueprint
    self.fast = fast
    self.diagnostics = diagnostics
  }

  init(_ read: (blueprint: Blueprint?, diagnostics: [Diagnostic])) {
    self.init(blueprint: read.blueprint, fast: [], diagnostics: read.diagnostics)
  }
}
