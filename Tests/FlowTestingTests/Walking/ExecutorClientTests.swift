import FlowTesting
import Model
import OrderedCollections
import Remote
import Testing

@Suite struct ExecutorClientTests {
  private func browser() -> ScriptedBrowser {
    ScriptedBrowser(
      .challenge(
        "ak-stage-password", cookies: ["authentik_session=S1; Path=/", "authentik_csrf=C1; Path=/"]),
      .found("/api/v3/flows/executor/acme-login/?query=", cookies: ["authentik_session=S2; Path=/"]),
      .challenge("ak-stage-dummy", cookies: [#"authentik_session=""; Max-Age=0"#]), .redirect(to: "/"))
  }

  private let test = FlowTest.made(.at("password"), .at("dummy"), ends: .redirected(to: nil))

  @Test func aSessionHasItsCookiesAndProvesItsAnswers() async throws {
    let browser = browser()
    #expect(try await run(test, at: browser).map(\.verdict) == [.passed])
    let requests = browser.requests.prefix(4)
    #expect(
      requests.map { $0.header("Cookie") } == [
        nil, "authentik_session=S1; authentik_csrf=C1", "authentik_session=S2; authentik_csrf=C1",
        "authentik_csrf=C1",
      ])
    #expect(requests.map { $0.header("X-authentik-CSRF") } == [nil, "C1", nil, "C1"])
    #expect(requests.allSatisfy { $0.header("Referer") == nil })
  }

  @Test func overHTTPSAnAnswerNamesItsPage() async throws {
    let browser = browser()
    _ = try await run(test, at: browser, address: "https://auth.example.com/sso")
    #expect(
      browser.requests.prefix(4).map { $0.header("Referer") } == [
        nil, "https://auth.example.com/sso/", nil, "https://auth.example.com/sso/",
      ])
    #expect(
      browser.requests.prefix(4).allSatisfy {
        $0.url == "https://auth.example.com/sso/api/v3/flows/executor/acme-login/?query="
      })
  }

  @Test func theQueryIsEncodedTwice() async throws {
    let browser = ScriptedBrowser(.redirect(to: "/if/user/"))
    let test = FlowTest.made(
      ends: .redirected(to: nil), query: ["next": "/if/user/?a=b c", "count": .value(3), "empty": ""])
    _ = try await run(test, at: browser)
    #expect(
      browser.lines.first
        == "GET /flows/executor/acme-login/?query=next%3D%252Fif%252Fuser%252F%253Fa%253Db%2520c%26count%3D3%26empty%3D"
    )
  }

  @Test func twoTestsShareNoCookies() async throws {
    let browser = ScriptedBrowser { request, count throws(APIError) in
      .challenge("ak-stage-dummy", cookies: ["authentik_session=S\(count); Path=/"])
    }
    let test = FlowTest.made(ends: .stage(StageKind("dummy")))
    _ = try await run(test, test, at: browser)
    let first = browser.requests.filter { $0.url.contains("/executor/acme-login/") }
    #expect(first.map { $0.header("Cookie") } == [nil, nil])
  }
}
