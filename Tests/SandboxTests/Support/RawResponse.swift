import Model

/// An answer from a connection.
struct RawResponse {
  let status: Int
  /// The headers, with their names in lower case.
  let headers: [String: String]
  /// The values of all `Set-Cookie` headers.
  let setCookies: [String]
  let body: [UInt8]

  /// Nil if there is no answer.
  init?(_ bytes: [UInt8]) {
    let end = Array("\r\n\r\n".utf8)
    guard let split = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else { return nil }
    let lines = String(decoding: bytes[..<split], as: UTF8.self).split(separator: "\r\n")
    guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      return nil
    }
    self.status = status
    let fields = lines.dropFirst().map { line in
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      return (line[..<colon].lowercased(), trimmed(String(line[colon...].dropFirst())))
    }
    headers = Dictionary(fields, uniquingKeysWith: { $1 })
    setCookies = fields.filter { $0.0 == "set-cookie" }.map(\.1)
    body = Array(bytes[(split + end.count)...])
  }

  var text: String { String(decoding: body, as: UTF8.self) }

  /// Nil if the body is not JSON.
  var json: Value? { try? JSONReader.read(body) }
}

private func trimmed(_ text: String) -> String {
  text.split(separator: " ").joined(separator: " ")
}
