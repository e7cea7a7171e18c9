import Remote
import Testing

@Suite struct ServerAddressTests {
  @Test(arguments: [
    ("https://a.example", "https://a.example", false, true),
    ("https://a.example/", "https://a.example", false, true),
    ("HTTPS://a.example//", "https://a.example", false, true),
    ("http://localhost:9000", "http://localhost:9000", true, false),
    ("http://127.0.0.1:9000/api/v3/", "http://127.0.0.1:9000", true, false),
    ("http://[::1]:9000", "http://[::1]:9000", true, false),
    ("https://a.example/auth/api/v3", "https://a.example/auth", false, true),
    ("https://a.example/auth/", "https://a.example/auth", false, true),
    (" https://a.example\n", "https://a.example", false, true),
    ("http://LocalHost", "http://LocalHost", true, false),
    ("http://127.0.0.1.evil.example", "http://127.0.0.1.evil.example", false, false),
    ("http://127.evil.example", "http://127.evil.example", false, false),
    ("http://localhost.evil.example", "http://localhost.evil.example", false, false),
    ("http://127.0.0.999", "http://127.0.0.999", false, false),
  ])
  func takesABase(text: String, base: String, isLoopback: Bool, isEncrypted: Bool) throws {
    let address = try ServerAddress(text)
    #expect(address.base == base)
    #expect(address.api == base + "/api/v3")
    #expect(address.isLoopback == isLoopback)
    #expect(address.isEncrypted == isEncrypted)
  }

  @Test(arguments: [
    "", "a.example", "ftp://a.example", "https://", "https:///path", "https://:443",
    "https://user:password@a.example",
    "https://a.example?x=1", "https://a.example#x", "https://a b", "https://a\nb", "//a.example",
    "https://a:0", "https://a:65536", "https://a:", "https://a:b", "https://a:1:2", "http://[::1]:99999",
  ])
  func refusesOthers(text: String) {
    let error = #expect(throws: ServerAddress.Failure.self) { try ServerAddress(text) }
    // A password must not be printed.
    #expect(error?.message.contains("password@") != true)
  }
}
