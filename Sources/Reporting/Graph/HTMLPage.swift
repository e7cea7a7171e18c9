/// A page that needs nothing but itself: no script, no network.
package enum HTMLPage {
  /// `style` adds to the common one. `refresh` reloads the page after so many seconds.
  package static func text(
    title: String, style: String = "", refresh: Int? = nil, body: String
  ) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">\(reload(refresh))
    <title>\(Markup.escaped(title))</title>
    <style>
    body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem; color: #1f2328; background: #fff }
    table { border-collapse: collapse }
    td, th { border: 1px solid #d0d7de; padding: .2rem .6rem; text-align: left; vertical-align: top }
    \(style)</style>
    </head>
    <body>
    \(body)</body>
    </html>

    """
  }

  private static func reload(_ seconds: Int?) -> String {
    seconds.map { "\n<meta http-equiv=\"refresh\" content=\"\($0)\">" } ?? ""
  }
}
