import EndToEndSupport
import Foundation
import HTTPTypes
import Hummingbird
import Sandbox
import ServerSupport
import Synchronization
import Testing

/// Only the named server receives the token, and no server can flood the client.
struct ConnectionSafetyTests {
  private static let token = "canary-token-7f3a"

  /// The requests that a server received, with their headers.
  private final class Visits: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock { $0 } }

    func note(_ request: Request) {
      texts.withLock {
        $0.append("\(request.method.rawValue) \(request.uri) \(request.headers[.authorization] ?? "")")
      }
    }
  }

  /// The target of a server's redirects. It is only known once the server runs.
  private final class Place: Sendable {
    private let text = Mutex("")

    var url: String {
      get { text.withLock { $0 } }
      set { text.withLock { $0 = newValue } }
    }
  }

  private func flowform(_ url: String) -> FlowformProcess {
    FlowformProcess(
      folder: FileManager.default.temporaryDirectory.path,
      variables: ["AUTHENTIK_URL": url, "AUTHENTIK_TOKEN": Self.token])
  }

  private func plan(_ url: String, _ arguments: String...) async throws -> FlowformProcess.Finished {
    try await flowform(url).run(["plan", "-"] + arguments, input: FlowText.many(1))
  }

  enum Destination: String, CaseIterable, Sendable {
    case otherHost, otherPort, otherScheme, samePlace

    func url(_ other: Int, _ own: Int) -> String {
      switch self {
      case .otherHost: "http://localhost:\(other)/api/v3/admin/version/"
      case .otherPort: "http://127.0.0.1:\(other)/api/v3/admin/version/"
      case .otherScheme: "https://127.0.0.1:\(other)/api/v3/admin/version/"
      case .samePlace: "http://127.0.0.1:\(own)/elsewhere/"
      }
    }
  }

  @Test(arguments: Destination.allCases, [301, 302, 307, 308])
  func theTokenFollowsNoRedirect(_ destination: Destination, _ status: Int) async throws {
    let (asked, elsewhere) = (Visits(), Visits())
    let other = Router()
    other.get("**") { request, _ in
      elsewhere.note(request)
      return Response(status: .ok)
    }
    try await LocalServer(router: other).withRunning { otherPort in
      let router = Router()
      let place = Place()
      router.get("/api/v3/admin/version/") { request, _ in
        asked.note(request)
        return Response(
          status: HTTPResponse.Status(code: status), headers: [.location: place.url])
      }
      router.get("/elsewhere/") { request, _ in
        elsewhere.note(request)
        return Response(status: .ok)
      }
      try await LocalServer(router: router).withRunning { port in
        place.url = destination.url(otherPort, port)
        let plan = try await self.plan("http://127.0.0.1:\(port)")
        #expect(plan.status == 3, "\(plan.error)")
        #expect(plan.error.contains("redirects to"), "\(plan.error)")
        #expect(!(plan.output + plan.error).contains(Self.token))
      }
    }
    #expect(asked.all == ["GET /api/v3/admin/version/ Bearer \(Self.token)"])
    #expect(elsewhere.all.isEmpty)
  }

  @Test func theTokenStandsInNoAddress() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(3))
      #expect(try await workspace.flowform("apply", "--yes").status == 0)
      try workspace.write("version: 1\nentries: []\n")
      #expect(try await workspace.flowform("apply", "--yes", "--prune").status == 0)
      let paths = workspace.sandbox.requests.entries.map(\.path)
      #expect(paths.count > 6)
      #expect(!paths.contains { $0.contains("sandbox-admin") }, "\(paths)")
    }
  }

  @Test func theTokenGoesOverNoOpenNetwork() async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(1))
      var flowform = workspace.flowform
      // The sandbox under an address that does not count as this machine.
      flowform.variables["AUTHENTIK_URL"] = "http://0.0.0.0:\(workspace.port)"
      for command in [["plan"], ["apply", "--yes"]] {
        let refused = try await flowform.run(command)
        #expect(refused.status == 64)
        #expect(refused.error.contains("https://"), "\(refused.error)")
        #expect(refused.error.contains("--insecure"), "\(refused.error)")
      }
      #expect(workspace.sandbox.requests.entries.isEmpty)
      let allowed = try await flowform("plan", "--insecure")
      #expect(allowed.status == 0, "\(allowed.error)")
      #expect(allowed.error.contains("warning: --insecure"), "\(allowed.error)")
    }
  }

  @Test(arguments: [["plan"], ["plan", "-q", "--format", "json"], ["apply", "--yes", "-q"]])
  func insecureWarnsOnEveryRun(_ command: [String]) async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(1))
      let secure = try await workspace.flowform.run(command)
      #expect(!secure.error.contains("--insecure"))
      for _ in 0..<2 {
        let insecure = try await workspace.flowform.run(command + ["--insecure"])
        #expect(insecure.status == 0, "\(insecure.error)")
        #expect(insecure.error.contains("warning: --insecure"), "\(insecure.error)")
      }
      var flowform = workspace.flowform
      flowform.variables["AUTHENTIK_INSECURE"] = "1"
      #expect(try await flowform.run(command).error.contains("warning: --insecure"))
    }
  }

  @Test(arguments: [(0o600, false), (0o400, false), (0o640, true), (0o604, true), (0o644, true)])
  func aTokenFileThatOthersCanReadIsWarnedOf(_ mode: Int, _ warns: Bool) async throws {
    try await Workspace.with { workspace in
      try workspace.write(FlowText.many(1))
      try workspace.write("sandbox-admin\n", to: "token")
      let path = workspace.folder.appending(path: "token").path
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      var flowform = workspace.flowform
      flowform.variables["AUTHENTIK_TOKEN"] = nil
      let option = try await flowform("plan", "--token-file", path)
      flowform.variables["AUTHENTIK_TOKEN_FILE"] = path
      for plan in [option, try await flowform("plan")] {
        #expect(plan.status == 0, "\(plan.error)")
        #expect(plan.error.contains("chmod 600") == warns, "\(plan.error)")
      }
    }
  }

  @Test func anAnswerWithoutEndIsRefused() async throws {
    let visits = Visits()
    let router = Router()
    router.get("/api/v3/admin/version/") { request, _ in
      visits.note(request)
      let piece = ByteBuffer(repeating: UInt8(ascii: " "), count: 1 << 20)
      return Response(
        status: .ok, headers: [.contentType: "application/json"],
        body: ResponseBody { writer in while true { try await writer.write(piece) } })
    }
    try await LocalServer(router: router).withRunning { port in
      let plan = try await self.plan("http://127.0.0.1:\(port)")
      #expect(plan.status == 3, "\(plan.error)")
      #expect(plan.error.contains("larger than 64 MiB"), "\(plan.error)")
    }
    #expect(visits.all.count == 1)
  }

  /// After the head, either nothing follows or a few bytes at a time.
  @Test(arguments: [Duration?.none, .milliseconds(50)])
  func anAnswerThatIsNotCompleteInTimeIsGivenUp(_ pace: Duration?) async throws {
    let router = Router()
    router.get("/api/v3/admin/version/") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "application/json"],
        body: ResponseBody { writer in
          while true {
            try await writer.write(ByteBuffer(string: " "))
            try await Task.sleep(for: pace ?? .seconds(600))
          }
        })
    }
    try await LocalServer(router: router).withRunning { port in
      let plan = try await self.plan("http://127.0.0.1:\(port)", "--timeout", "1")
      #expect(plan.status == 3, "\(plan.error)")
      #expect(plan.error.contains("no answer within the time limit"), "\(plan.error)")
    }
  }
}
