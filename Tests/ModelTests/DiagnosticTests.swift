import Model
import Testing

@Suite struct DiagnosticTests {
  @Test func strictMakesErrorsOfSomeWarnings() {
    let diagnostics: [Diagnostic] = [
      .warning("a", at: nil, strict: true), .warning("b", at: nil), .note("c", at: nil), .error("d", at: nil),
    ]
    #expect(diagnostics.asStrict(false) == diagnostics)
    #expect(diagnostics.asStrict(true).map(\.severity) == [.error, .warning, .note, .error])
    #expect(!diagnostics.prefix(3).hasErrors)
    #expect(diagnostics.prefix(1).asStrict(true).hasErrors)
  }
}
