import ArgumentParser
import LiveReading
import Operations
import Remote

/// The server of a command, and how to ask it.
struct ServerOptions: ParsableArguments {
  @OptionGroup var access: AccessOptions

  @Option(
    help: ArgumentHelp("How long to wait for the server to be ready (default: 0).", valueName: "seconds"))
  var wait: Double?

  @Option(help: ArgumentHelp("The maximum number of requests at once (default: 10).", valueName: "n"))
  var parallelism: Int?

  @Flag(help: "Do not ask the server for its OpenAPI document. Use the catalogs that are built in.")
  var offline = false

  @Option(
    help:
      "How to read live objects: list them, probe the create endpoint, or auto: list them, and probe those that the token may not view."
  )
  var read = ReadMode.auto

  func validate() throws {
    if let wait, !NumberRange.wait.contains(wait) {
      throw ValidationError("--wait takes \(NumberRange.expectedWait).")
    }
    if let parallelism, !NumberRange.parallelism.contains(parallelism) {
      throw ValidationError("--parallelism takes \(NumberRange.expectedParallelism).")
    }
  }

  /// The connection, from the command line and the environment.
  func connection(
    _ settings: Settings, _ environment: [String: String]
  ) throws(CommandFailure) -> ConnectionOptions {
    var connection = try access.connection(settings, environment)
    connection.parallelism = requests(settings)
    return connection
  }

  /// The maximum number of requests at once.
  func requests(_ settings: Settings) -> Int { parallelism ?? settings.integer(.parallelism) ?? 10 }
}

extension ReadMode: ExpressibleByArgument {}

extension [String: String] {
  func isOn(_ name: String) -> Bool {
    value(name).map { !["0", "false", "no", "off"].contains($0.lowercased()) } ?? false
  }
}
