package import Model

/// The address of a document, as the editor writes it.
package struct DocumentURI: Sendable, Hashable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  package init?(_ value: Value?) {
    guard let text = value?.string else { return nil }
    self.init(text)
  }

  package init(path: String) {
    text =
      "file://"
      + path.split(separator: "/", omittingEmptySubsequences: false)
      .map { PercentEncoding.encoded($0) }.joined(separator: "/")
  }

  /// The path of a file on this machine; nil for any other document.
  package var path: String? {
    guard text.hasPrefix("file://") else { return nil }
    let rest = text.dropFirst("file://".count)
    guard let slash = rest.firstIndex(of: "/") else { return nil }
    let host = rest[..<slash]
    guard host.isEmpty || host == "localhost" else { return nil }
    return PercentEncoding.decoded(rest[slash...])
  }

  package var value: Value { .string(text) }
}
