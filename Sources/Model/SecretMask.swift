import OrderedCollections

/// Removes secrets from messages that quote a value, the server's as well.
package struct SecretMask: Sendable, Equatable {
  package static let placeholder = "(secret)"

  /// The longest first, so that a short secret inside a longer one does not leave a part of it.
  private let texts: [String]
  /// Texts that are too short to recognise unless they are quoted.
  private let shortTexts: [String]

  /// Shorter texts are only removed if they are quoted.
  private static let minimumLength = 4
  /// Lines of at least this length in a multi-line secret are secrets themselves; shorter ones, like `}`, say nothing.
  private static let leastLineLength = 8
  /// Messages quote at most this much of a long text.
  package static let quotedLength = 60

  /// Every text and number in the values is a secret, except those that are shown anyway.
  package init(_ values: some Sequence<Value>, except shown: Set<String> = []) {
    var found: Set<String> = []
    for value in values { Self.collect(value, into: &found) }
    let all = found.subtracting(shown).sorted { ($0.count, $0) > ($1.count, $1) }
    texts = all.filter { $0.count >= Self.minimumLength }
    shortTexts = all.filter { $0.count < Self.minimumLength && !$0.isEmpty }
  }

  package var isEmpty: Bool { texts.isEmpty && shortTexts.isEmpty }

  private static func collect(_ value: Value, into texts: inout Set<String>) {
    switch value {
    case .string(let text): collect(text, into: &texts)
    case .integer(let number): texts.insert(String(number))
    case .bigInteger(let digits): texts.insert(digits)
    case .double(let number): texts.insert("\(number)")
    case .list(let items): for item in items { collect(item, into: &texts) }
    case .map(let entries): for item in entries.values { collect(item, into: &texts) }
    case .null, .bool, .reference, .pending: break
    }
  }

  /// Adds a text in every form that a message may quote it in.
  private static func collect(_ text: String, into texts: inout Set<String>) {
    let trimmed = text.trimmed
    guard !trimmed.isEmpty else { return }
    for form in [text, trimmed] {
      texts.insert(form)
      texts.insert(String(JSONWriter.write(.string(form)).dropFirst().dropLast()))
      if form.count > quotedLength { texts.insert(String(form.prefix(quotedLength))) }
    }
    let lines = trimmed.split(whereSeparator: \.isNewline).map { String($0).trimmed }
    if lines.count > 1 { texts.formUnion(lines.filter { $0.count >= leastLineLength }) }
  }

  /// The text with secrets removed.
  package func callAsFunction(_ text: String) -> String {
    var masked = text
    for secret in texts where masked.contains(secret) {
      masked = masked.replacing(secret, with: Self.placeholder)
    }
    for secret in shortTexts {
      for quote in ["`", "\"", "'"] {
        masked = masked.replacing(quote + secret + quote, with: quote + Self.placeholder + quote)
      }
    }
    return masked
  }

  /// Whether a text contains a secret.
  package func isIn(_ text: String) -> Bool { self(text) != text }
}

extension Sequence<Diagnostic> {
  /// The diagnostics with secrets removed; a source line with a secret is not shown.
  package func masked(by mask: SecretMask, sources: [SourceText] = []) -> [Diagnostic] {
    guard !mask.isEmpty else { return Array(self) }
    var lines: [String: SourceLines] = [:]
    // Diagnostics of one line are mostly adjacent, and a line may have megabytes.
    var last: (location: SourceLocation, isSecret: Bool)?
    return map { diagnostic in
      var masked = diagnostic.saying(mask(diagnostic.message))
      guard let location = diagnostic.location else { return masked }
      if let last, last.location.file == location.file, last.location.line == location.line {
        masked.showsLine = masked.showsLine && !last.isSecret
        return masked
      }
      if lines[location.file] == nil, let source = sources.first(where: { $0.file == location.file }) {
        lines[location.file] = SourceLines(source)
      }
      let isSecret = lines[location.file]?[location.line].map { mask.isIn($0) } ?? false
      last = (location, isSecret)
      if isSecret { masked.showsLine = false }
      return masked
    }
  }
}
