import Testing

@testable import Reporting

/// Texts in the form that GitHub's runner reads in a log.
@Suite struct WorkflowCommandTests {
  @Test(arguments: [
    ("plain", "plain"), ("100% sure", "100%25 sure"), ("a\r\nb", "a%0D%0Ab"), ("a:b,c", "a:b,c"),
    ("%0A", "%250A"), ("\u{1B}[31m", "\\u{1B}[31m"),
  ])
  func escapesTheMessage(text: String, escaped: String) {
    #expect(WorkflowCommand.text("error", [], text) == "::error::\(escaped)\n")
  }

  @Test(arguments: [
    ("a.yaml", "a.yaml"), ("a,line=9::x", "a%2Cline=9%3A%3Ax"), ("a%b\nc", "a%25b%0Ac"),
  ])
  func escapesProperties(text: String, escaped: String) {
    let command = WorkflowCommand.text("warning", [("file", text), ("line", "1")], "m")
    #expect(command == "::warning file=\(escaped),line=1::m\n")
  }

  @Test(arguments: [
    ("a\nb", "a\nb"), ("::error::x", "\\::error::x"), ("  ::set-env name=A::b", "  \\::set-env name=A::b"),
    ("a ::error::x", "a ::error::x"), ("a ##[error]x", "a ##\\[error]x"),
    ("a\n\u{A0}::x\n", "a\n\u{A0}\\::x\n"),
  ])
  func takesCommandsOutOfTexts(text: String, inert: String) {
    #expect(WorkflowCommand.inert(text) == inert)
  }
}
