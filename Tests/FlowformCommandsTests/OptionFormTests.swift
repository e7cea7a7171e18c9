import Remote
import Testing

@testable import FlowformCommands

/// Values of options and variables that have a form of their own.
struct OptionFormTests {
  @Test(
    arguments: [
      ("X-Team: identity", ["X-Team", "identity"]), ("a:b:c", ["a", "b:c"]), (" a : b ", ["a", "b"]),
      ("a:", ["a", ""]), ("no colon", nil), (":v", nil), ("a b: c", nil), ("ü: x", nil), ("a: \u{1}", nil),
      ("a: b\r\nc: d", nil),
    ] as [(String, [String]?)])
  func aHeader(_ text: String, _ parts: [String]?) {
    #expect(HeaderText(text).map { [$0.name, $0.value] } == parts)
  }

  @Test(
    arguments: [
      ("429=0.5", 0.5), ("503=1", 1), ("hang=0", 0), ("429", nil), ("429=", nil), ("=1", nil),
      ("429=nan", nil),
      ("429=1.1", nil), ("429=-1", nil), ("429=0.5=1", nil), ("418=0.5", nil),
    ] as [(String, Double?)])
  func aFault(_ text: String, _ rate: Double?) {
    #expect(FaultRate(argument: text)?.rate == rate)
  }

  /// The proxy of `https://a.team.example`.
  @Test(
    arguments: [
      ([:], nil), (["HTTPS_PROXY": "http://p:1"], "http://p:1"),
      (["https_proxy": "http://q:1"], "http://q:1"),
      (["HTTPS_PROXY": "http://p:1", "https_proxy": "http://q:1"], "http://p:1"), (["HTTPS_PROXY": ""], nil),
      (["HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"], nil),
      (["HTTPS_PROXY": "http://p:1", "NO_PROXY": "b.example, team.example"], nil),
      (["HTTPS_PROXY": "http://p:1", "NO_PROXY": ".team.example"], nil),
      (["HTTPS_PROXY": "http://p:1", "no_proxy": "A.TEAM.example"], nil),
      (["HTTPS_PROXY": "http://p:1", "NO_PROXY": "eam.example,b.team.example"], "http://p:1"),
    ] as [([String: String], String?)])
  func aProxy(_ environment: [String: String], _ proxy: String?) throws {
    #expect(ProxySelection.proxy(for: try ServerAddress("https://a.team.example"), environment) == proxy)
    // What is not encrypted goes there itself.
    #expect(ProxySelection.proxy(for: try ServerAddress("http://a.team.example"), environment) == nil)
  }

  @Test(
    arguments: [
      ("1", true), ("yes", true), ("0", false), ("False", false), ("no", false), ("OFF", false), ("", false),
      (nil, false),
    ] as [(String?, Bool)])
  func aSwitch(_ text: String?, _ isOn: Bool) {
    #expect((text.map { ["AUTHENTIK_INSECURE": $0] } ?? [:]).isOn("AUTHENTIK_INSECURE") == isOn)
  }
}
