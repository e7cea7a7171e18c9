import Catalog
import Foundation
import HTTPTypes
import Model
import OrderedCollections
import Synchronization

@testable import Sandbox

/// Replays the recordings of one scenario against a new engine, without a connection.
///
/// The engine receives the keys that the recorded server chose for the objects of the set-up. What the executor itself
/// makes up (cookies, tokens, codes) is learned from its answers and put into later requests.
struct FlowReplay {
  let file: String
  private var engine: Engine
  private let host: String
  private let clock: TestClock
  private var names = FlowNames()
  private var codes: RecordedCodes

  private(set) var count = 0
  private(set) var equal = 0
  /// The exchanges that differ without an excuse.
  private(set) var differing: [(recording: Recording, differences: [Difference])] = []
  /// The number of exchanges under each excuse, and how many of them differ.
  private(set) var excused: [String: (exchanges: Int, differing: Int)] = [:]

  static var recordingsAreThere: Bool {
    FileManager.default.fileExists(atPath: Recording.folder.appending(path: "2026.5/executor").path)
  }

  static func files(_ version: EmbeddedCatalog) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      at: Recording.folder.appending(path: "\(version.family)/executor"), includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "jsonl" }.map { $0.deletingPathExtension().lastPathComponent }.sorted()
  }

  /// `shipped` has the names of shipped objects by the recorded server's keys.
  static func run(_ file: String, _ version: EmbeddedCatalog, shipped: [String: String]) async throws
    -> FlowReplay
  {
    let recordings = try Recording.load("executor/\(file)", version)
    var replay = try FlowReplay(file, version, RecordedCodes(recordings))
    try await replay.seed(version, shipped)
    for recording in recordings { try await replay.replay(recording) }
    return replay
  }

  private init(_ file: String, _ version: EmbeddedCatalog, _ codes: RecordedCodes) throws {
    self.file = file
    self.codes = codes
    host = version == .v2024_8 ? "127.0.0.1:9001" : "127.0.0.1:9000"
    let clock = TestClock()
    self.clock = clock
    let tokens = StartState.tokens.filter(\.isSuperuser)
    let (catalog, kinds) = try ServedKinds.embedded(version)
    engine = Engine(
      catalog: catalog, version: version, tokens: tokens,
      store: try ObjectStore(path: nil, kinds: kinds, tokens: tokens), kinds: kinds, now: { clock.now })
  }

  /// The objects of a new server, and the flows of the project's own blueprints as they were when they were recorded.
  private mutating func seed(_ version: EmbeddedCatalog, _ shipped: [String: String]) async throws {
    var keys: [String: String] = [:]
    for list in try LiveLists(version).seeds {
      guard let kind = engine.kinds.kind(list.model) else { continue }
      for object in list.objects {
        guard let name = FlowNames.shippedName(object) else { continue }
        keys[name] = object["brand_uuid"]?.string ?? object["identifier"]?.string ?? object["pk"]?.string
      }
      try await engine.store.write { store in
        for object in list.objects.compactMap(\.map) { try store.seed(kind, object) }
      }
    }
    // It is not in the lists.
    if let kind = engine.kinds.kind("authentik_core.token") {
      let token = "ak-outpost-embedded-api"
      keys["outpost"] = token
      try await engine.store.write {
        try $0.seed(kind, ["pk": "outpost", "identifier": .string(token), "intent": "api"])
      }
    }
    names.learn(shipped: shipped, keys: keys)
    // In 2024.8, a password challenge leads to any recovery flow, and only these scenarios came after them.
    if file.hasPrefix("08-") || file.hasPrefix("20-") { try await seedBlueprints() }
  }

  private func seedBlueprints() async throws {
    var keys: [String: Value] = [:]
    for (path, body) in RecordedBlueprints.requests {
      let body = RecordedBlueprints.resolved(body, keys)
      let response = await engine.response(to: request("POST", path, body))
      guard response.status == 201, let answer = try? JSONReader.read(response.body) else {
        throw NotSeeded(path: path, answer: String(decoding: response.body, as: UTF8.self))
      }
      if let name = answer["slug"]?.string ?? answer["name"]?.string { keys[name] = answer["pk"] }
    }
  }

  struct NotSeeded: Error {
    let path: String
    let answer: String
  }

  private func request(_ method: String, _ path: String, _ body: Value) -> SandboxRequest {
    SandboxRequest(
      method: method, target: "/api/v3\(path)", host: host,
      headers: [.authorization: "Bearer ak-bench-token", .contentType: "application/json"],
      body: JSONWriter.bytes(of: body))
  }

  private mutating func replay(_ recording: Recording) async throws {
    clock.advance(before: recording)
    for (model, fields) in UnrecordedSteps.objects(before: recording) {
      guard let kind = engine.kinds.kind(model) else { continue }
      try await engine.store.write { _ = try $0.insert(kind, fields) }
    }
    for (method, path) in UnrecordedSteps.requests(before: recording) {
      _ = await engine.response(to: request(method, path, .null))
    }
    let excuse = FlowDifference.all.first { $0.covers(recording) }
    let differences = excuse?.isSent == false ? [.notSent] : try await differences(recording)
    count += 1
    if differences.isEmpty { equal += 1 }
    if let excuse {
      let before = excused[excuse.reason] ?? (0, 0)
      excused[excuse.reason] = (before.0 + 1, before.1 + (differences.isEmpty ? 0 : 1))
    } else if !differences.isEmpty {
      differing.append((recording, differences))
    }
  }

  private mutating func differences(_ recording: Recording) async throws -> [Difference] {
    let recorded = try? JSONReader.read(recording.answer)
    engine.given = recording.status == 201 ? recorded?.map ?? [:] : [:]
    let response = await engine.response(to: request(recording))
    let text = String(decoding: response.body, as: UTF8.self)
    let answered = try? JSONReader.read(text)
    names.learn(recording, recorded, response, answered)
    guard response.status == recording.status else {
      return [
        Difference(
          path: ["status"], answered: "\(response.status) \(text)",
          recorded: "\(recording.status) \(recording.answer)")
      ]
    }
    let answer = FlowAnswer(names: names)
    var differences: [Difference] = []
    let location = response.headers.last { $0.0 == .location }?.1
    if answer.location(location) != answer.location(recording.location) {
      differences.append(
        Difference(
          path: ["location"], answered: location ?? "none", recorded: recording.location ?? "none"))
    }
    let cookies = FlowNames.cookieNames(response.headers.filter { $0.0 == .setCookie }.map(\.1))
    let recordedCookies = FlowNames.cookieNames(recording.setCookies)
    if recording.target.contains("/flows/executor/"), cookies != recordedCookies {
      differences.append(
        Difference(
          path: ["cookies"], answered: cookies.joined(separator: ","),
          recorded: recordedCookies.joined(separator: ",")))
    }
    if recording.isCut || recording.answer.contains("<html") { return differences }
    guard let recorded, let answered else {
      if text != recording.answer, recorded != nil || answered != nil {
        differences.append(Difference(path: ["body"], answered: text, recorded: recording.answer))
      }
      return differences
    }
    return differences
      + Difference.all(answer.plain(answered), recorded: answer.plain(recorded)).filter {
        $0.path.last != "order" || !$0.answered.contains(",")
      }
  }

  private mutating func request(_ recording: Recording) -> SandboxRequest {
    var headers = HTTPFields()
    var host = host
    for (name, value) in recording.headers where !value.isEmpty {
      if name == "Host" {
        host = value
      } else if let name = HTTPField.Name(name) {
        headers.append(HTTPField(name: name, value: names.sent(value)))
      }
    }
    return SandboxRequest(
      method: recording.method, target: names.sent(recording.target), host: host, headers: headers,
      body: codes.sent(recording.body.map(names.sent) ?? [], names, at: clock.now))
  }
}

/// The time of a replay, which goes on with each exchange.
final class TestClock: Sendable {
  /// A half minute begins, which is what the codes of apps are about.
  private let time = Mutex(Double(TimedCode.step(Date().timeIntervalSince1970) * TimedCode.period))

  var now: Double { time.withLock { $0 } }

  /// In seconds.
  func advance(by seconds: Double) { time.withLock { $0 += seconds } }

  /// Waits as long as the recorder did.
  func advance(before recording: Recording) {
    advance(by: UnrecordedSteps.wait(before: recording))
  }
}
