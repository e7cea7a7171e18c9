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

  @Flag(help: "Do not verify the server's certificate, and allow http:// (AUTHENTIK_INSECURE).")
  var insecure = false

  @Option(
    help: ArgumentHelp("Trust the certificates of this PEM file.", valueName: "file"), completion: .file())
  var caFile: String?

  @Option(help: ArgumentHelp("A client certificate (PEM).", valueName: "file"), completion: .file())
  var clientCert: String?

  @Option(help: ArgumentHelp("The client certificate's key (PEM).", valueName: "file"), completion: .file())
  var clientKey: String?

  @Option(help: ArgumentHelp("A further header, 'Name: value' (repeatable).", valueName: "header"))
  var header: [String] = []

  @Option(help: ArgumentHelp("The time limit of one request.", valueName: "seconds"))
  var timeout = 30.0

  @Option(help: ArgumentHelp("How long to wait for the server to be ready.", valueName: "seconds"))
  var wait = 0.0

  @Option(help: ArgumentHelp("How many requests may be under way at once.", valueName: "n"))
  var parallelism = 10

  @Flag(help: "Never ask the server for its OpenAPI document; go by the embedded catalogs.")
  var offline = false

  @Option(help: "How the live side is read: auto, list, or probe through the create endpoint.")
  var read = ReadMode.auto

  func validate() throws {
    if timeout <= 0 { throw ValidationError("--timeout takes a number of seconds above 0.") }
    if wait < 0 { throw ValidationError("--wait takes a number of seconds.") }
    if !(1...1000).contains(parallelism) {
      throw ValidationError("--parallelism takes a number from 1 to 1000.")
    }
    if sandbox, url != nil { throw ValidationError("--sandbox and --url name two servers; give one.") }
    if (clientCert == nil) != (clientKey == nil) {
      throw ValidationError("--client-cert and --client-key go together.")
    }
    _ = try headers()
  }

  private func headers() throws -> [(name: String, value: String)] {
    try header.map { text in
      let parts = text.split(separator: ":", maxSplits: 1)
      let name = parts[0].trimmingCharacters(in: .whitespaces)
      guard parts.count == 2, !name.isEmpty, !text.contains(where: \.isNewline) else {
        throw ValidationError("--header takes 'Name: value', such as 'X-Team: identity'.")
      }
      return (name, parts[1].trimmingCharacters(in: .whitespaces))
    }
  }

  /// The connection that command line and environment describe.
  func connection(_ environment: [String: String]) throws(CommandFailure) -> ConnectionOptions {
    guard let url = url ?? environment.value("AUTHENTIK_URL") else {
      throw CommandFailure(
        .unreachable, "no server is named; set AUTHENTIK_URL or give --url, or try --sandbox")
    }
    let address: ServerAddress
    do { address = try ServerAddress(url) } catch { throw CommandFailure(.unreachable, error.message) }
    return try connection(address, token: token(environment), environment)
  }

  func connection(
    _ address: ServerAddress, token: String, _ environment: [String: String]
  ) throws(CommandFailure) -> ConnectionOptions {
    var options = ConnectionOptions(address: address, token: token)
    options.timeoutSeconds = timeout
    options.isInsecure = insecure || environment.isOn("AUTHENTIK_INSECURE")
    options.caFile = caFile
    options.clientCertificateFile = clientCert
    options.clientKeyFile = clientKey
    options.headers = (try? headers()) ?? []
    options.parallelism = parallelism
    options.proxy = ProxySelection.proxy(for: address, environment)
    options.userAgent = "flowform/\(Version.current)"
    return options
  }

  /// The file that the token is read from; nil where it is given as a variable.
  func tokenPath(_ environment: [String: String]) -> String? {
    tokenFile
      ?? (environment.value("AUTHENTIK_TOKEN") == nil ? environment.value("AUTHENTIK_TOKEN_FILE") : nil)
  }

  private func token(_ environment: [String: String]) throws(CommandFailure) -> String {
    let hint = "set AUTHENTIK_TOKEN to an API token, or give --token-file"
    if let file = tokenPath(environment) {
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
