/// A page that needs nothing but itself: no script, no network.
package enum HTMLPage {
  /// `refresh` reloads the page after so many seconds.
  package static func text(title: String, refresh: Int? = nil, body: Markup) -> String {
    let reload: Markup = refresh.map { "\n<meta http-equiv=\"refresh\" content=\"\($0)\">" } ?? ""
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">\(reload)
      <title>\(title)</title>
      <style>
      \(Markup(stringLiteral: PageStyle.whole))</style>
      </head>
      <body>
      \(body)</body>
      </html>

      """
    return page.text
  }
}
