import ArgumentParser
import Remote

/// How to reach any server: authentik's, and that of the state.
struct TransportOptions: ParsableArguments {
  @Flag(help: "Do not verify the server's certificate, and allow http:// (AUTHENTIK_INSECURE).")
  var insecure = false

  @Option(
    help: ArgumentHelp("Trust the certificates in this PEM file.", valueName: "file"), completion: .file())
  var caFile: String?

  @Option(help: ArgumentHelp("A client certificate (PEM).", valueName: "file"), completion: .file())
  var clientCert: String?

  @Option(
    help: ArgumentHelp("The key of the client certificate (PEM).", valueName: "file"), completion: .file())
  var clientKey: String?

  @Option(help: ArgumentHelp("The time limit of one request (default: 30).", valueName: "seconds"))
  var timeout: Double?

  func validate() throws {
    if let timeout, !NumberRange.timeout.contains(timeout) {
      throw ValidationError("--timeout takes \(NumberRange.expectedTimeout).")
    }
    if (clientCert == nil) != (clientKey == nil) {
      throw ValidationError("--client-cert and --client-key must be used together.")
    }
  }

  /// The connection to an address, from the command line, the environment and `flowform.yaml`.
  func connection(
    _ address: ServerAddress, token: String, _ settings: Settings, _ environment: [String: String]
  ) throws(CommandFailure) -> ConnectionOptions {
    var options = ConnectionOptions(address: address, token: token)
    options.timeoutSeconds = timeout ?? settings.number(.timeout) ?? 30
    options.isInsecure = insecure || environment.isOn("AUTHENTIK_INSECURE")
    options.caFile = caFile ?? settings[.caFile]
    options.clientCertificateFile = clientCert ?? settings[.clientCert]
    options.clientKeyFile = clientKey ?? settings[.clientKey]
    options.proxy = ProxySelection.proxy(for: address, environment)
    options.userAgent = "flowform/\(Version.current)"
    return options
  }
}
