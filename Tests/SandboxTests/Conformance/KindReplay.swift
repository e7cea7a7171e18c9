import Catalog
import Foundation
import HTTPTypes
import Model
import OrderedCollections

@testable import Sandbox

/// Replays the recordings of one kind against a new engine, without a connection.
///
/// The engine receives the values that the recorded server chose for new objects (keys, times, secrets). So all later
/// requests and answers match the recordings.
struct KindReplay {
  let model: String
  private var engine: Engine
  private let host: String
  private let token: String
  /// The names of objects in `used_by`, by key.
  private var names: [String: String] = [:]
  /// The keys of the objects that these recordings created.
  private var made: Set<String> = []

  private(set) var compared = 0
  /// The exchanges that differ without an exclusion, with their differences.
  private(set) var differing: [(recording: Recording, differences: [Difference])] = []
  /// The number of exchanges under each exclusion, and how many of them differ.
  private(set) var excluded: [String: (exchanges: Int, differing: Int)] = [:]

  init(_ model: String, _ version: EmbeddedCatalog) throws {
    self.model = model
    let tokens = StartState.tokens.filter(\.isSuperuser)
    token = tokens.first?.token ?? ""
    // The host names of the recorded servers.
    host = version == .v2024_8 ? "127.0.0.1:9001" : "127.0.0.1:9000"
    let (catalog, kinds) = try ServedKinds.embedded(version)
    let store = try ObjectStore(path: nil, kinds: kinds, tokens: tokens)
    engine = Engine(catalog: catalog, version: version, tokens: tokens, store: store, kinds: kinds)
  }

  /// Replays the recordings of the kind.
  static func run(_ model: String, _ version: EmbeddedCatalog) async throws -> KindReplay {
    var replay = try KindReplay(model, version)
    let recordings = try Recording.load("kinds/\(model)", version)
    try await replay.seed(KindSeeds.writer(recordings, version))
    for recording in recordings where recording.target.hasSuffix("/used_by/") {
      for user in (try? JSONReader.read(recording.answer).list) ?? [] {
        replay.names[user["pk"]?.string ?? ""] = user["name"]?.string
      }
    }
    for recording in recordings { try await replay.replay(recording) }
    return replay
  }

  private func seed(_ objects: [(String, ValueMap)]) async throws {
    for (model, object) in objects {
      guard let kind = engine.kinds.kind(model) else { continue }
      let context = RequestContext(traits: engine.traits, base: "", username: nil, given: object)
      try await engine.store.write { store in
        try store.seed(kind, ObjectMaker(store: store, context: context).completed(object, kind, sent: [:]))
      }
    }
  }

  private mutating func replay(_ recording: Recording) async throws {
    let exclusion = KindExclusions.all.first { $0.covers(recording) }
    // A request that the real server did not carry out must not change anything here.
    let isSent = exclusion == nil || recording.status < 300 || recording.method == "GET"
    let differences = isSent ? try await differences(recording) : [.notSent]
    if let exclusion {
      let before = excluded[exclusion.reason] ?? (0, 0)
      excluded[exclusion.reason] = (before.0 + 1, before.1 + (differences.isEmpty ? 0 : 1))
    } else {
      compared += 1
      if !differences.isEmpty { differing.append((recording, differences)) }
    }
  }

  private mutating func differences(_ recording: Recording) async throws -> [Difference] {
    let recorded = try? JSONReader.read(recording.answer)
    let kind = engine.kinds.kinds.filter { recording.target.hasPrefix("/api/v3" + $0.kind.path) }
      .max { $0.kind.path.count < $1.kind.path.count }
    engine.given = recording.status < 300 ? recorded?.map ?? [:] : [:]
    if recording.status == 201, let kind, let answer = recorded?.map {
      let sent = recording.body.flatMap { try? JSONReader.read($0).map } ?? [:]
      if made.isDisjoint(with: kind.addedKeys(answer)) {
        try await seed(KindSeeds.mappings(in: answer, sent: sent, kind, names: names))
      }
      made.formUnion(kind.addedKeys(answer))
      if let key = answer[kind.kind.primaryKey].flatMap(Coercion.text) { made.insert(key) }
    }
    if recording.method == "GET", let recorded, let kind {
      let listed = KindSeeds.listed(recorded, kind).filter { object in
        !made.contains(object.1[kind.kind.primaryKey].flatMap(Coercion.text) ?? "")
      }
      try await seed(listed)
      made.formUnion(listed.compactMap { $0.1[kind.kind.primaryKey].flatMap(Coercion.text) })
    }
    let response = await engine.response(to: request(recording))
    let text = String(decoding: response.body, as: UTF8.self)
    guard response.status == recording.status else {
      return [
        Difference(
          path: ["status"], answered: "\(response.status) \(text)",
          recorded: "\(recording.status) \(recording.answer)")
      ]
    }
    guard response.contentType == recording.contentType else {
      return [
        Difference(
          path: ["content-type"], answered: response.contentType ?? "none",
          recorded: recording.contentType ?? "none")
      ]
    }
    guard let recorded, let answered = try? JSONReader.read(text) else {
      let isPage = recording.contentType?.hasPrefix("text/html") == true
      return isPage || text == recording.answer
        ? [] : [Difference(path: ["body"], answered: text, recorded: recording.answer)]
    }
    return KindAnswer(kind: kind, made: made, recording: recording)
      .differences(answered, recorded: recorded)
  }

  private func request(_ recording: Recording) -> SandboxRequest {
    var headers = HTTPFields()
    headers[.authorization] = "Bearer \(token)"
    headers[.accept] = "application/json"
    if recording.body != nil { headers[.contentType] = "application/json" }
    return SandboxRequest(
      method: recording.method, target: recording.target, host: host, headers: headers,
      body: recording.body ?? [])
  }
}

extension ServedKind {
  /// The keys in the fields that the server adds objects to.
  fileprivate func addedKeys(_ answer: ValueMap) -> [String] {
    choices.flatMap { choice -> [String] in
      guard case .adds(let field, _) = choice else { return [] }
      return (answer[field]?.list ?? []).compactMap(Coercion.text)
    }
  }
}
