import EndToEndSupport
import Foundation
import TestSupport
import Testing

/// Encrypted connections, with certificates made for the test.
struct TLSTests {
  private struct Trial: Sendable {
    let folder: URL
    let certificates: Certificates
    let flowform: FlowformProcess

    func plan(_ arguments: String...) async throws -> FlowformProcess.Finished {
      try await flowform.run(["plan", "--detailed-exitcode", "-"] + arguments, input: FlowText.many(1))
    }
  }

  private func trial(
    wantsClientCertificate: Bool = false, host: String = "IP:127.0.0.1",
    _ body: @escaping @Sendable (Trial) async throws -> Void
  ) async throws {
    let directory = try TemporaryDirectory()
    let folder = directory.url
    let certificates = try await Certificates(in: folder, host: host)
    var server = TLSServer(certificates: certificates)
    server.wantsClientCertificate = wantsClientCertificate
    try await server.withRunning { port in
      let flowform = FlowformProcess(
        folder: folder.path,
        variables: ["AUTHENTIK_URL": "https://127.0.0.1:\(port)", "AUTHENTIK_TOKEN": "token"])
      try await body(Trial(folder: folder, certificates: certificates, flowform: flowform))
    }
  }

  @Test func anUnknownAuthorityIsRefused() async throws {
    try await trial { trial in
      let start = ContinuousClock.now
      let plan = try await trial.plan("--wait", "30")
      // The failure is permanent, so the run does not wait.
      #expect(ContinuousClock.now - start < .seconds(30))
      #expect(plan.status == 3, "\(plan.error)")
      #expect(plan.error.contains("TLS") && plan.error.contains("--ca-file"), "\(plan.error)")
      #expect(!plan.error.contains("swift"), "\(plan.error)")
      #expect(try await trial.plan("--ca-file", trial.certificates.authority).status == 2)
      #expect(try await trial.plan("--insecure").status == 2)
      var flowform = trial.flowform
      flowform.variables["AUTHENTIK_INSECURE"] = "true"
      #expect(try await flowform("plan", "--detailed-exitcode", "-", input: FlowText.many(1)).status == 2)
    }
  }

  @Test func aCertificateOfAnotherHostIsRefused() async throws {
    try await trial(host: "DNS:elsewhere.example.com") { trial in
      let plan = try await trial.plan("--ca-file", trial.certificates.authority)
      #expect(plan.status == 3, "\(plan.error)")
      #expect(plan.error.contains("TLS"), "\(plan.error)")
    }
  }

  @Test func aClientCertificateIsShown() async throws {
    try await trial(wantsClientCertificate: true) { trial in
      let authority = ["--ca-file", trial.certificates.authority]
      let without = try await trial.plan(authority[0], authority[1])
      #expect(without.status == 3 && without.error.contains("--client-cert"), "\(without.error)")
      let with = try await trial.plan(
        authority[0], authority[1], "--client-cert", trial.certificates.client, "--client-key",
        trial.certificates.clientKey)
      #expect(with.status == 2, "\(with.error)")
    }
  }

  @Test(arguments: ["--ca-file", "--client-cert"])
  func aFileThatIsNotThereIsSaid(_ option: String) async throws {
    try await trial { trial in
      var arguments = [option, "/nowhere.pem"]
      if option == "--client-cert" { arguments += ["--client-key", "/nowhere.key"] }
      let plan = try await trial.flowform.run(["plan", "-"] + arguments, input: FlowText.many(1))
      #expect(plan.status == 3)
      #expect(plan.error.contains("PEM file"), "\(plan.error)")
    }
  }
}
