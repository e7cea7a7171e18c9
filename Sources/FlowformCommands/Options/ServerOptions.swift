import ArgumentParser
import Foundation
import LiveReading
import Operations
import Remote

/// The server of a command, and how to reach it.
struct ServerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The server, such as https://authentik.example.com (AUTHENTIK_URL).", valueName: "url")
  )
  var url: String?

  @Option(
    help: ArgumentHelp(
      "A file that holds the API token (AUTHENTIK_TOKEN_FILE, or the token itself in AUTHENTIK_TOKEN).",
      valueName: "file"), completion: .file())
  var tokenFile: String?

  @Flag(help: "Use the embedded server, its data and state in .flowform.")
  var sandbox = false

  @OptionGroup var transport: TransportOptions

  @Option(help: ArgumentHelp("A further header, 'Name: value' (repeatable).", valueName: "header"))
  var header: [String] = []

  @Option(
    help: ArgumentHelp("How long to wait for the server to be ready; 0 unless given.", valueName: "seconds"))
  var wait: Double?

  @Option(help: ArgumentHelp("The maximum number of requests at once; 10 unless given.", valueName: "n"))
  var parallelism: Int?

  @Flag(help: "Never ask the server for its OpenAPI document; use the embedded catalogs.")
  var offline = false

  @Option(help: "How to read live objects: auto, list, or probe by the create endpoint.")
  var read = ReadMode.auto

  func validate() throws {
    if let wait, !NumberRange.wait.contains(wait) {
      throw ValidationError("--wait takes \(NumberRange.expectedWait).")
    }
    if let parallelism, !NumberRange.parallelism.contains(parallelism) {
      throw ValidationError("--parallelism takes \(NumberRange.expectedParallelism).")
    }
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
        .unreachable, "no server is set; set AUTHENTIK_URL or pass --url, or try --sandbox")
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
    options.parallelism = parallelism ?? settings.integer(.parallelism) ?? 10
    return options
  }

  /// The token's file; nil if the token comes from a variable.
  func tokenPath(_ settings: Settings, _ environment: [String: String]) -> String? {
    tokenFile ?? (environment.value("AUTHENTIK_TOKEN") == nil ? settings[.tokenFile] : nil)
  }

  private func token(_ settings: Settings, _ environment: [String: String]) throws(CommandFailure) -> String {
    let hint = "set AUTHENTIK_TOKEN to an API token, or pass --token-file"
    if let file = tokenPath(settings, environment) {
      let bytes = try InputFile.read(file, named: "the token file \(file)", advice: hint, code: .unreachable)
      let token = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      guard Self.isToken(token) else {
        throw CommandFailure(.unreachable, "the token file \(file) does not hold one token; \(hint)")
      }
      return token
    }
    guard let token = environment.value("AUTHENTIK_TOKEN")?.trimmingCharacters(in: .whitespacesAndNewlines)
    else {
      throw CommandFailure(.unreachable, "there is no token; \(hint)")
    }
    guard Self.isToken(token) else {
      throw CommandFailure(.unreachable, "AUTHENTIK_TOKEN does not hold a token; \(hint)")
    }
    return token
  }

  /// Whether a header may hold the text; a token must be sent in one.
  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
  }
}

extension ReadMode: ExpressibleByArgument {}

extension [String: String] {
  func isOn(_ name: String) -> Bool {
    value(name).map { !["0", "false", "no", "off"].contains($0.lowercased()) } ?? false
  }
}
