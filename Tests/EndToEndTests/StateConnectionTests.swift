import EndToEndSupport
import Foundation
import HummingbirdCore
import Model
import OrderedCollections
import Sandbox
import ServerSupport
import Testing

/// The connection to a state server: encrypted, and through a proxy.
struct StateConnectionTests {
  private struct Scene: Sendable {
    let workspace: Workspace
    let server: TeamServer
    let certificates: Certificates
    let flowform: FlowformProcess
    let port: Int

    func apply(_ options: [String] = [], _ variables: [String: String] = [:]) async throws
      -> FlowformProcess.Finished
    {
      var flowform = flowform
      flowform.variables.merge(variables) { $1 }
      return try await flowform.run(["apply", "--yes"] + options)
    }

    /// Checks that nothing was done, neither on the server nor in the state.
    func expectUntouched(_ finished: FlowformProcess.Finished, _ text: String) {
      #expect(finished.status == 1, "\(finished.error)")
      #expect(finished.error.contains(text), "\(finished.error)")
      #expect(!finished.error.contains(TeamServer.password) && !finished.error.contains(TeamServer.user))
      #expect(workspace.writes.isEmpty && server.state == nil && server.requests.isEmpty)
    }
  }

  /// A workspace with an unencrypted server, and a state behind TLS.
  private static func with(
    wantsClientCertificate: Bool = false, host: String = "IP:127.0.0.1",
    _ body: @escaping @Sendable (Scene) async throws -> Void
  ) async throws {
    let server = TeamServer(.gitlab)
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(2))
      let folder = workspace.folder.appending(path: "certificates")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let certificates = try await Certificates(in: folder, host: host)
      let listening = try certificates.server(wantsClientCertificate: wantsClientCertificate)
      try await server.withRunning(listening) { port in
        var flowform = workspace.flowform
        flowform.variables.merge(server.variables(port, scheme: "https")) { $1 }
        try await body(
          Scene(
            workspace: workspace, server: server, certificates: certificates, flowform: flowform, port: port))
      }
    }
  }

  @Test func anUnknownAuthorityIsRefused() async throws {
    try await Self.with { scene in
      scene.expectUntouched(try await scene.apply(), "certificate")
      let authority = ["--ca-file", scene.certificates.authority]
      let apply = try await scene.apply(authority)
      #expect(apply.status == 0 && !apply.error.contains("warning"), "\(apply.error)")
      #expect(try scene.server.json["resources"]?.map?.count == 2)
      #expect(scene.server.lock == nil)
      scene.workspace.sandbox.requests.reset()
      // The setting applies to all runs in this folder.
      try scene.workspace.write("ca-file: \(scene.certificates.authority)\n", to: "flowform.yaml")
      let second = try await scene.apply()
      #expect(second.status == 0 && scene.workspace.writes.isEmpty, "\(second.error)")
      let list = try await scene.flowform("state", "list")
      #expect(list.status == 0 && list.output.contains("slug=flow-1"), "\(list.error)")
    }
  }

  @Test func withoutVerificationItIsWarnedOf() async throws {
    try await Self.with(host: "DNS:elsewhere.example.com") { scene in
      scene.expectUntouched(
        try await scene.apply(["--ca-file", scene.certificates.authority]), "certificate")
      for (options, variables) in [(["--insecure"], [:]), ([], ["AUTHENTIK_INSECURE": "true"])] {
        let apply = try await scene.apply(options, variables)
        #expect(apply.status == 0 && apply.error.contains("warning: --insecure"), "\(apply.error)")
      }
      #expect(try scene.server.json["resources"]?.map?.count == 2)
    }
  }

  @Test func aClientCertificateIsShown() async throws {
    try await Self.with(wantsClientCertificate: true) { scene in
      let authority = ["--ca-file", scene.certificates.authority]
      scene.expectUntouched(try await scene.apply(authority), "--client-cert")
      let shown =
        authority + [
          "--client-cert", scene.certificates.client, "--client-key", scene.certificates.clientKey,
        ]
      let apply = try await scene.apply(shown)
      #expect(apply.status == 0, "\(apply.error)")
      let unlock = try await scene.flowform.run(["state", "unlock"] + shown)
      #expect(unlock.status == 0 && unlock.output.contains("is not locked"), "\(unlock.error)")
    }
  }

  /// Each row says whether the connection goes through the proxy.
  @Test(arguments: [
    ("", true), ("example.com", true), ("127.0.0.1", false), ("*", false),
  ])
  func itGoesThroughTheProxy(_ exceptions: String, _ goesThrough: Bool) async throws {
    try await Self.with { scene in
      let proxy = TunnelProxy()
      try await proxy.withRunning { port in
        let apply = try await scene.apply(
          ["--ca-file", scene.certificates.authority],
          ["HTTPS_PROXY": "http://127.0.0.1:\(port)", "NO_PROXY": exceptions])
        #expect(apply.status == 0, "\(apply.error)")
      }
      #expect(scene.workspace.writes.count == 2)
      #expect(try scene.server.json["resources"]?.map?.count == 2)
      // authentik's own connection is not encrypted, and does not use the proxy.
      #expect(Set(proxy.asked) == (goesThrough ? ["127.0.0.1:\(scene.port)"] : []))
    }
  }
}
