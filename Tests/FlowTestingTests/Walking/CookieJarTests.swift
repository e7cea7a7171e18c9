import Testing

@testable import FlowTesting

@Suite struct CookieJarTests {
  @Test func cookiesAreKeptInTheirOrder() {
    var jar = CookieJar()
    #expect(jar.header == nil)
    jar.store([
      "authentik_session=S1; HttpOnly; Path=/; SameSite=Lax",
      "authentik_csrf=C1; expires=Sat, 27 Nov 2027 20:16:33 GMT; Max-Age=31449600; Path=/",
    ])
    jar.store(["authentik_session=S2=x==; HttpOnly; Path=/"])
    #expect(jar.header == "authentik_session=S2=x==; authentik_csrf=C1")
    #expect(jar["authentik_csrf"] == "C1")
  }

  @Test(arguments: [
    #"authentik_session=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax"#,
    "authentik_session=S; max-age=-1", "authentik_session=; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
  ])
  func anExpiredCookieIsForgotten(header: String) {
    var jar = CookieJar()
    jar.store(["authentik_session=S1; Path=/", "other=1"])
    jar.store([header])
    #expect(jar.header == "other=1")
  }

  /// An age counts first.
  @Test func anOldDayWithAnAgeIsNoDeletion() {
    var jar = CookieJar()
    jar.store(["a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60"])
    #expect(jar.header == "a=1")
  }

  @Test(arguments: ["", "no value", "=x", ";;"])
  func rubbishIsNoCookie(header: String) {
    var jar = CookieJar()
    jar.store([header])
    #expect(jar.header == nil)
  }
}
