import ArgumentParser
import Foundation
import Observing
import Remote

/// Which server a command works on, and how it is reached.
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

  @Option(help: ArgumentHelp("How many requests may be under way at once; 10 unless given.", valueName: "n"))
  var parallelism: Int?

  @Flag(help: "Never ask the server for its OpenAPI document; go by the embedded catalogs.")
  var offline = false

  @Option(help: "How the live side is read: auto, list, or probe through the create endpoint.")
  var read = ReadMode.auto

  func validate() throws {
    if let wait, wait < 0 { throw ValidationError("--wait takes a number of seconds.") }
    if let parallelism, !(1...1000).contains(parallelism) {
      throw ValidationError("--parallelism takes a number from 1 to 1000.")
    }
    if sandbox, url != nil { throw ValidationError("--sandbox and --url name two servers; give one.") }
    _ = try Self.headers(header)
  }

  private static func headers(_ texts: [String]) throws -> [(name: String, value: String)] {
    try texts.map { text in
      let parts = text.split(separator: ":", maxSplits: 1)
      let name = parts[0].trimmingCharacters(in: .whitespaces)
      guard parts.count == 2, !name.isEmpty, !text.contains(where: \.isNewline) else {
        throw ValidationError("--header takes 'Name: value', such as 'X-Team: identity'.")
      }
      return (name, parts[1].trimmingCharacters(in: .whitespaces))
    }
  }

  /// The connection that command line and environment describe.
  func connection(
    _ settings: Settings, _ environment: [String: String]
  ) throws(CommandFailure) -> ConnectionOptions {
    if url == nil { settings.noteOverride(of: .url, option: "--url") }
    if tokenFile == nil { settings.noteOverride(of: .tokenFile, option: "--token-file") }
    guard let url = url ?? settings[.url] else {
      throw CommandFailure(
        .unreachable, "no server is named; set AUTHENTIK_URL or give --url, or try --sandbox")
    }
    let address: ServerAddress
    do { address = try ServerAddress(url) } catch { throw CommandFailure(.unreachable, error.message) }
    return try connection(address, token: token(settings, environment), settings, environment)
  }

  func connection(
    _ address: ServerAddress, token: String, _ settings: Settings, _ environment: [String: String]
  ) throws(CommandFailure) -> ConnectionOptions {
    let parallelism = parallelism ?? settings.integer(.parallelism) ?? 10
    guard (1...1000).contains(parallelism) else {
      throw CommandFailure(
        .usage, "\(ConfigurationFile.name): `parallelism` takes a number from 1 to 1000")
    }
    let headers: [(name: String, value: String)]
    do { headers = try Self.headers(settings.list(.header) + header) } catch {
      throw CommandFailure(.usage, "\(ConfigurationFile.name): `header` takes 'Name: value'")
    }
    var options = try transport.connection(address, token: token, settings, environment)
    options.headers = headers
    options.parallelism = parallelism
    return options
  }

  /// The file that the token is read from; nil where it is given as a variable.
  func tokenPath(_ settings: Settings, _ environment: [String: String]) -> String? {
    tokenFile ?? (environment.value("AUTHENTIK_TOKEN") == nil ? settings[.tokenFile] : nil)
  }

  private func token(_ settings: Settings, _ environment: [String: String]) throws(CommandFailure) -> String {
    let hint = "set AUTHENTIK_TOKEN to an API token, or give --token-file"
    if let file = tokenPath(settings, environment) {
      guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
        throw CommandFailure(.unreachable, "the token file \(file) cannot be read; \(hint)")
      }
      let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
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

  /// What may stand in a header; nothing else can be a token.
  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
  }
}

extension ReadMode: ExpressibleByArgument {}

extension [String: String] {
  /// A variable; an empty one counts as unset.
  func value(_ name: String) -> String? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  func isOn(_ name: String) -> Bool {
    value(name).map { !["0", "false", "no", "off"].contains($0.lowercased()) } ?? false
  }
}
