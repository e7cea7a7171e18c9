import Model

/// What one file was parsed into.
struct ParsedFile: Sendable {
  /// Nil if the file has no form to speak of.
  let blueprint: Blueprint?
  /// What the fast path made of each entry; empty if it made nothing of any.
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
