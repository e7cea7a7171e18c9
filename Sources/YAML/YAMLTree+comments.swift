import Model

extension YAMLTree {
  /// True if a key or value of the document contains the text.
  func contains(_ text: String) -> Bool {
    switch self {
    case .value(let value): value.contains(text)
    case .list(let items): items.contains { $0.contains(text) }
    case .tagged(_, let inner): inner.contains(text)
    case .map(let pairs):
      pairs.contains { pair in
        if case .pair(let key, let value) = pair { key.contains(text) || value.contains(text) } else { false }
      }
    }
  }

  /// Replaces each comment by a pair with a key that begins with the mark. Appends the comments in their order.
  func markingComments(with mark: String, _ comments: inout [String]) -> YAMLTree {
    switch self {
    case .value: return self
    case .list(let items): return .list(items.map { $0.markingComments(with: mark, &comments) })
    case .tagged(let name, let inner): return .tagged(name, inner.markingComments(with: mark, &comments))
    case .map(let pairs):
      return .map(
        pairs.map { pair in
          switch pair {
          case .pair(let key, let value): return .pair(key, value.markingComments(with: mark, &comments))
          case .comment(let text):
            comments.append(text.split(whereSeparator: \.isNewline).joined(separator: " "))
            return .pair("\(mark)\(comments.count)", .value(.null))
          }
        })
    }
  }
}

extension Value {
  fileprivate func contains(_ text: String) -> Bool {
    switch self {
    case .string(let own): own.contains(text)
    case .list(let items): items.contains { $0.contains(text) }
    case .map(let entries): entries.contains { $0.key.contains(text) || $0.value.contains(text) }
    default: false
    }
  }
}
