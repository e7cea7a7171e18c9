import Testing

/// A file before and after its rewriting, in one text: `«old⇒new»` marks the bytes that change.
struct RewriteCase: Sendable, CustomTestStringConvertible {
  let name: String
  let version: String
  let isInferred: Bool
  private let marked: String

  /// `version` is the version to upgrade to.
  init(_ name: String, to version: String, isInferred: Bool = false, _ marked: String) {
    self.name = name
    self.version = version
    self.isInferred = isInferred
    self.marked = marked
  }

  var testDescription: String { name }

  var before: String { replaced { $0.0 } }
  var after: String { replaced { $0.1 } }

  /// The same case with the line ends of Windows.
  var withCarriageReturns: RewriteCase {
    RewriteCase(
      name + ", CRLF", to: version, isInferred: isInferred, marked.replacing("\n", with: "\r\n"))
  }

  /// The same case behind a byte order mark and a comment with letters of several bytes.
  var withWideLetters: RewriteCase {
    RewriteCase(
      name + ", wide letters", to: version, isInferred: isInferred, "\u{FEFF}# Grüße aus Köln 🎉\n" + marked)
  }

  private func replaced(_ choose: ((String, String)) -> String) -> String {
    marked.replacing(/«(?<old>[^⇒»]*)⇒(?<new>[^»]*)»/) { match in
      choose((String(match.old), String(match.new)))
    }
  }
}
