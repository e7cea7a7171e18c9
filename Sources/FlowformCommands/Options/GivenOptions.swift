import ArgumentParser
import LiveReading

/// The options of a group that the command line names, for a command that refuses them in one of its modes.
extension BlueprintOptions {
  var given: [String] {
    named([("paths", areNamed), ("--only", !only.isEmpty), ("--strict", strict)])
  }
}

extension LanguageOptions {
  var given: [String] {
    named([
      ("--context", !context.isEmpty), ("--context-file", contextFile != nil),
      ("--allow-file-root", !allowFileRoot.isEmpty), ("--no-file", noFile), ("--no-env", noEnv),
      ("--env-allow", !envAllow.isEmpty), ("--env-show", !envShow.isEmpty),
    ])
  }
}

extension CatalogOptions {
  var given: [String] { named([("--schema", schema != nil)]) }
}

extension ServerOptions {
  var given: [String] {
    access.given
      + named([
        ("--wait", wait != nil), ("--parallelism", parallelism != nil), ("--offline", offline),
        ("--read", read != .auto),
      ])
  }
}

extension AccessOptions {
  var given: [String] {
    named([
      ("--url", url != nil), ("--token-file", tokenFile != nil), ("--sandbox", sandbox),
      ("--header", !header.isEmpty), ("--insecure", transport.insecure),
      ("--ca-file", transport.caFile != nil),
      ("--client-cert", transport.clientCert != nil), ("--client-key", transport.clientKey != nil),
      ("--timeout", transport.timeout != nil),
    ])
  }
}

private func named(_ options: [(name: String, isGiven: Bool)]) -> [String] {
  options.filter(\.isGiven).map(\.name)
}
