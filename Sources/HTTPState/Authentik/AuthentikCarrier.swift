import Model
import OrderedCollections
package import Remote
package import State

/// Keeps a state and its lock in authentik itself, in blueprint instances that the server never applies.
///
/// A reader gets all instances of a state with one request. A state that is too large for one instance is written in
/// parts beside the old ones. Then one change of the first instance replaces the old parts by the new ones, so that no
/// reader ever sees half of a save.
package struct AuthentikCarrier: StateCarrier {
  /// A proxy before the server often refuses more than 1 MB.
  package static let standardLimit = 1_000_000
  private static let path = "/managed/blueprints/"

  private let client: APIClient
  private let set: StateSet
  private let requestLimit: Int
  package let address: String
  package let version: String

  /// `server` is a name that no other server has. A request has at most `requestLimit` bytes.
  package init(
    _ client: APIClient, _ set: StateSet, server: String, version: String,
    requestLimit: Int = Self.standardLimit
  ) {
    self.client = client
    self.set = set
    self.version = version
    self.requestLimit = requestLimit
    address = "authentik \(set) \(server)"
  }

  package var name: String { self.set == .standard ? "authentik" : "authentik:\(set)" }
  package var policy: RetryPolicy { client.policy }

  // MARK: - The state

  package func read() async throws(CarrierFailure) -> StoredState {
    let instances = try await instances(("search", StateInstanceName.prefix(of: set)))
    return StoredState(bytes: try StateText.bytes(in: instances), instances: instances)
  }

  package func write(
    _ snapshot: StateSnapshot, over stored: StoredState, lock: ServerLock?
  ) async throws(CarrierFailure) -> Bool {
    let text = StateText(snapshot, of: set, limit: requestLimit)
    let parts = text.parts
    guard try await !writesParts(parts, beside: stored.instances) else { return false }
    let (name, context) = text.head
    if let old = stored.instances.first(where: { $0.name == name }) {
      try await change(old, context)
    } else {
      try await create(name, context)
    }
    await deleteParts(in: stored.instances, besides: parts.map(\.name))
    return true
  }

  /// Writes the missing parts. Returns false if no part is missing.
  private func writesParts(
    _ parts: [(name: StateInstanceName, context: ValueMap)], beside instances: [StateInstance]
  ) async throws(CarrierFailure) -> Bool {
    var hasWritten = false
    for (name, context) in parts {
      if let old = instances.first(where: { $0.name == name }) {
        guard old.context["text"] != context["text"] else { continue }
        try await delete(old.key)
        throw .passing("somebody changed the instance \(name)")
      }
      try await create(name, context)
      hasWritten = true
    }
    return hasWritten
  }

  /// Deletes the parts of the last version and of interrupted saves. A failure does not matter: the next save deletes
  /// the rest.
  private func deleteParts(in instances: [StateInstance], besides kept: [StateInstanceName]) async {
    for instance in instances where !kept.contains(instance.name) {
      guard case .part = instance.name.role else { continue }
      _ = try? await delete(instance.key)
    }
  }

  // MARK: - The lock

  private var lockName: StateInstanceName { StateInstanceName(set, .lock) }

  package func lock(_ lock: ServerLock) async throws(CarrierFailure) -> LockAnswer {
    do throws(APIError) {
      let made = try await client.attempt(
        APIRequest(.post, Self.path, body: StateInstance.body(lockName, ["lock": lock.value])))
      var granted = lock
      granted.key = made["pk"]?.string
      return .granted(granted)
    } catch {
      guard case .invalid = error else { throw failure(error, "add") }
      // The server refuses a second instance with the same name.
      if let other = try await holder() { return .held(other) }
      throw Self.taken(error) ?? failure(error, "add")
    }
  }

  package func renew(_ lock: ServerLock, as next: ServerLock) async throws(CarrierFailure) -> ServerLock? {
    guard let key = lock.key else { return nil }
    let body = StateInstance.body(lockName, ["lock": next.value])
    do throws(APIError) {
      _ = try await client.attempt(APIRequest(.patch, Self.path(key), body: body))
    } catch {
      if case .notFound = error { return nil }
      throw failure(error, "change")
    }
    var renewed = next
    renewed.key = key
    return renewed
  }

  package func holder(probe: ServerLock) async throws(CarrierFailure) -> ServerLock? { try await holder() }

  private func holder() async throws(CarrierFailure) -> ServerLock? {
    guard let instance = try await instances(("name", lockName.description)).first else { return nil }
    var lock = ServerLock(instance.context["lock"] ?? .null)
    lock.key = instance.key
    return lock
  }

  package func unlock(_ lock: ServerLock) async throws(CarrierFailure) {
    var key = lock.key
    if key == nil {
      let other = try await holder()
      guard lock.id == nil || lock.id == other?.id else { throw .refused("another run holds it") }
      key = other?.key
    }
    guard let key, try await delete(key) else { throw .refused("it is not there any more") }
  }

  package func unlockBeforeExit(_ lock: ServerLock) {
    guard let key = lock.key else { return }
    client.attemptBeforeExit(APIRequest(.delete, Self.path(key)))
  }

  // MARK: - Requests

  /// The instances of this set that match a filter.
  private func instances(
    _ filter: (name: String, value: String)
  ) async throws(CarrierFailure) -> [StateInstance] {
    var found: [StateInstance] = []
    var (page, pageCount) = (1, 1)
    while page <= pageCount {
      do throws(APIError) {
        let answer = try await client.attempt(
          APIRequest(
            .get, Self.path,
            query: [filter, ("ordering", "name"), ("page", "\(page)"), ("page_size", "1000")]))
        guard let objects = answer["results"]?.list else {
          throw APIError.wrongAddress("the server's answer is not a list of blueprint instances")
        }
        found += objects.compactMap { StateInstance($0, of: set) }
        pageCount = min(answer["pagination"]?["total_pages"]?.integer ?? 1, LiveAPI.pageLimit)
        page += 1
      } catch {
        throw failure(error, "view")
      }
    }
    return found
  }

  private func create(_ name: StateInstanceName, _ context: ValueMap) async throws(CarrierFailure) {
    do throws(APIError) {
      _ = try await client.attempt(APIRequest(.post, Self.path, body: StateInstance.body(name, context)))
    } catch { throw Self.taken(error) ?? failure(error, "add") }
  }

  private func change(_ instance: StateInstance, _ context: ValueMap) async throws(CarrierFailure) {
    let body = StateInstance.body(instance.name, context)
    do throws(APIError) {
      _ = try await client.attempt(APIRequest(.patch, Self.path(instance.key), body: body))
    } catch { throw failure(error, "change") }
  }

  /// Returns false if there was no such instance.
  @discardableResult
  private func delete(_ key: String) async throws(CarrierFailure) -> Bool {
    do throws(APIError) { _ = try await client.attempt(APIRequest(.delete, Self.path(key))) } catch {
      guard case .notFound = error else { throw failure(error, "delete") }
      return false
    }
    return true
  }

  private static func path(_ key: String) -> String { "\(path)\(PercentEncoding.encoded(key))/" }

  /// The failure if the server refuses the name: another run created the instance in the meantime.
  private static func taken(_ error: APIError) -> CarrierFailure? {
    guard case .invalid(let fields) = error, fields["name"] != nil || fields["non_field_errors"] != nil else {
      return nil
    }
    return .passing("another run made its instance at the same time")
  }

  private func failure(_ error: APIError, _ verb: String) -> CarrierFailure {
    switch error {
    case .unreachable(let reason), .ambiguous(let reason): .passing(reason)
    case .internalError: .passing("\(error)")
    case .throttled(let seconds): .passing("\(error)", retryAfter: seconds)
    // Somebody has deleted the instance since it was read.
    case .notFound: .passing("\(error)")
    case .notPermitted: .refused("\(APIError.notPermitted("authentik_blueprints.\(verb)_blueprintinstance"))")
    case .rejected(status: 413, _):
      .refused(
        "the server or a proxy takes no request of \(requestLimit) bytes; set FLOWFORM_STATE_REQUEST_BYTES to less"
      )
    default: .refused("\(error)")
    }
  }
}
