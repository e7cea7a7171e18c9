import Model

/// The cookies of one session with one server, which are sent with every request of it. Their paths and domains do
/// not matter: authentik sets all of them for itself as a whole (recorded).
struct CookieJar: Sendable {
  private var cookies: [(name: String, value: String)] = []

  /// The `Cookie` header, or nil if there are none.
  var header: String? {
    cookies.isEmpty ? nil : cookies.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
  }

  subscript(name: String) -> String? {
    cookies.first { $0.name == name }?.value
  }

  /// Takes the values of `Set-Cookie` headers.
  mutating func store(_ headers: [String]) {
    for header in headers { store(header) }
  }

  private mutating func store(_ header: String) {
    let parts = header.split(separator: ";", omittingEmptySubsequences: false).map { $0.trimmed }
    guard let (name, value) = parts.first.flatMap(Self.pair), !name.isEmpty else { return }
    let attributes = parts.dropFirst().compactMap(Self.pair)
    if Self.isDeletion(attributes) {
      cookies.removeAll { $0.name == name }
    } else if let index = cookies.firstIndex(where: { $0.name == name }) {
      cookies[index].value = value
    } else {
      cookies.append((name, value))
    }
  }

  private static func pair(_ text: String) -> (name: String, value: String)? {
    guard let end = text.firstIndex(of: "=") else { return nil }
    return (text[..<end].trimmed, text[text.index(after: end)...].trimmed)
  }

  /// A cookie that has expired is to be forgotten. Django says it twice, as an age of nothing and as the first day of
  /// 1970 (recorded); an age counts first (RFC 6265, 4.1.2.2).
  private static func isDeletion(_ attributes: [(name: String, value: String)]) -> Bool {
    func attribute(_ name: String) -> String? { attributes.last { $0.name.lowercased() == name }?.value }
    if let age = attribute("max-age").flatMap({ Int($0) }) { return age <= 0 }
    return attribute("expires")?.contains("1970") ?? false
  }
}
