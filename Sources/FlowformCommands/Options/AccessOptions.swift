import ArgumentParser
import Model
import Operations
import Remote

/// Where authentik is, how to reach it, and the token for it.
struct AccessOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The server, such as https://authentik.example.com (AUTHENTIK_URL).", valueName: "url")
  )
  var url: String?

  @Option(
    help: ArgumentHelp(
      "A file with the API token (AUTHENTIK_TOKEN_FILE). AUTHENTIK_TOKEN holds the token itself.",
      valueName: "file"), completion: .file())
  var tokenFile: String?

  @Flag(help: "Use the embedded server. Its data and state are in .flowform.")
  var sandbox = false

  @OptionGroup var transport: TransportOptions

  @Option(
    help: ArgumentHelp("A header to add to each request, 'Name: value' (repeatable).", valueName: "header"))
  var header: [String] = []

  func validate() throws {
    if sandbox, url != nil { throw ValidationError("--sandbox and --url name two servers; use one.") }
    guard header.allSatisfy({ HeaderText($0) != nil }) else {
      throw ValidationError("--header takes \(HeaderText.expected).")
    }
  }

  /// The connection, from the command line and the environment.
  func connection(
    _ settings: Settings, _ environment: [String: String]
  ) throws(CommandFailure) -> ConnectionOptions {
    if url == nil { settings.noteOverride(of: .url, option: "--url") }
    if tokenFile == nil { settings.noteOverride(of: .tokenFile, option: "--token-file") }
    guard let url = url ?? settings[.url] else {
      throw CommandFailure(
        .unreachable,
        "no server is set; pass --url, set AUTHENTIK_URL, or set `url` in \(ConfigurationFile.name). To try flowform without a server, pass --sandbox"
      )
    }
    let address: ServerAddress
    do { address = try ServerAddress(url) } catch {
      throw CommandFailure(.unreachable, "\(error.message); check --url and AUTHENTIK_URL")
    }
    return try connection(address, token: token(settings, environment), settings, environment)
  }

  func connection(
    _ address: ServerAddress, token: String, _ settings: Settings, _ environment: [String: String]
  ) throws(CommandFailure) -> ConnectionOptions {
    var options = try transport.connection(address, token: token, settings, environment)
    options.headers = (settings.list(.header) + header).compactMap { HeaderText($0) }
      .map { ($0.name, $0.value) }
    return options
  }

  /// The token's file; nil if the token comes from a variable.
  func tokenPath(_ settings: Settings, _ environment: [String: String]) -> String? {
    tokenFile ?? (environment.value("AUTHENTIK_TOKEN") == nil ? settings[.tokenFile] : nil)
  }

  private func token(_ settings: Settings, _ environment: [String: String]) throws(CommandFailure) -> String {
    let hint =
      "set AUTHENTIK_TOKEN to an API token, pass --token-file, or set `token-file` in \(ConfigurationFile.name)"
    if let file = tokenPath(settings, environment) {
      let bytes = try InputFile.read(file, named: "the token file \(file)", advice: hint, code: .unreachable)
      let token = String(decoding: bytes, as: UTF8.self).trimmed
      guard Self.isToken(token) else {
        throw CommandFailure(.unreachable, "the token file \(file) does not hold one token; \(hint)")
      }
      return token
    }
    guard let token = environment.value("AUTHENTIK_TOKEN")?.trimmed
    else {
      throw CommandFailure(.unreachable, "no token is set; \(hint)")
    }
    guard Self.isToken(token) else {
      throw CommandFailure(.unreachable, "AUTHENTIK_TOKEN does not hold a token; \(hint)")
    }
    return token
  }

  /// True if an HTTP header can hold the text. A token is sent in a header.
  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
  }
}
