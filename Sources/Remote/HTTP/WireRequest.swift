/// An HTTP request to any address.
package struct WireRequest: Sendable {
  package let method: String
  package let url: String
  package var headers: [(name: String, value: String)] = []
  package var body: [UInt8]?

  package init(_ method: String, _ url: String) {
    self.method = method
    self.url = url
  }
}
