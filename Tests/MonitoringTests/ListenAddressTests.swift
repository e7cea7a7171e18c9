import Testing

@testable import Monitoring

struct ListenAddressTests {
  @Test(arguments: [
    ("127.0.0.1:9464", "127.0.0.1", 9464), ("localhost:0", "localhost", 0), (":80", "0.0.0.0", 80),
    ("[::1]:9464", "::1", 9464),
  ])
  func reads(_ text: String, _ host: String, _ port: Int) {
    let address = ListenAddress(text)
    #expect(address?.host == host && address?.port == port)
  }

  @Test(arguments: ["", "9464", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000", "::1:9464", "127.0.0.1:-1"])
  func refuses(_ text: String) { #expect(ListenAddress(text) == nil) }
}
