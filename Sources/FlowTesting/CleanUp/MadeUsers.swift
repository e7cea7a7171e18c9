import Model
import OrderedCollections
import Remote

/// The users that a test's own prompts name, and that were not there before.
struct MadeUsers: Sendable {
  private struct User: Sendable {
    let key: String
    let name: String

    init?(_ object: Value) {
      guard let key = object["pk"], let name = object["username"]?.string else { return nil }
      self.key = key.string ?? JSONWriter.write(key)
      self.name = name
    }
  }

  private let api: LiveAPI
  private let names: OrderedSet<String>
  /// The keys of those who were there before.
  private let former: Result<Set<String>, APIError>
  /// False if the test may rename a user who was there before, and the server does not tell which one.
  private let isCertain: Bool

  /// - Parameters:
  ///   - names: What the test's prompts name.
  ///   - walkers: The users that walk the flow, as the test names them: a flow may rename them.
  ///   - hasOthers: True if the test does not name every user that may walk the flow.
  init(
    _ names: OrderedSet<String>, walkers: OrderedSet<String>, hasOthers: Bool, _ api: LiveAPI
  ) async {
    self.names = names
    self.api = api
    guard !names.isEmpty else {
      (former, isCertain) = (.success([]), true)
      return
    }
    do throws(APIError) {
      var keys = Set(try await Self.find(names, api).map(\.key))
      var areKnown = !hasOthers
      for walker in walkers {
        let found = try await Self.find([walker], api)
        if found.isEmpty { areKnown = false }
        keys.formUnion(found.map(\.key))
      }
      (former, isCertain) = (.success(keys), areKnown)
    } catch {
      (former, isCertain) = (.failure(error), false)
    }
  }

  /// Those whose name or e-mail address is one of the names.
  private static func find(_ names: OrderedSet<String>, _ api: LiveAPI) async throws(APIError) -> [User] {
    var users: [User] = []
    for name in names {
      for field in ["username", "email"] {
        let rows = try await api.rows("/core/users/", [(field, name)], needs: "authentik_core.view_user")
        // A server that does not know the filter would answer with everybody.
        users += rows.filter { $0[field]?.string == name }.compactMap(User.init)
      }
    }
    return users
  }

  /// Deletes the new users if that is wanted. Returns the names of all new users and of the deleted ones,
  /// and a sentence for each that stays.
  func delete(isWanted: Bool) async -> (
    made: Set<String>, deleted: Set<String>, left: [String]
  ) {
    guard !names.isEmpty else { return ([], [], []) }
    let made: [User]
    do throws(APIError) {
      let former = try former.get()
      made = try await Self.find(names, api).filter { !former.contains($0.key) }
    } catch {
      let list = names.map { "`\($0)`" }.joined(separator: ", ")
      return ([], [], ["the user, if the flow has made one (\(list)): users cannot be read: \(error)"])
    }
    var deleted: Set<String> = []
    var left: [String] = []
    var seen: Set<String> = []
    for user in made where seen.insert(user.key).inserted {
      guard isCertain else {
        left.append("the user `\(user.name)`: it may have been there before under another name")
        continue
      }
      guard isWanted else {
        left.append("the user `\(user.name)`: with `cleanup: true` the test deletes it")
        continue
      }
      let path = "/core/users/\(PercentEncoding.encoded(user.key))/"
      if let reason = await api.remove(path, needs: "authentik_core.delete_user") {
        left.append("the user `\(user.name)`: \(reason)")
      } else {
        deleted.insert(user.name)
      }
    }
    return (Set(made.map(\.name)), deleted, left)
  }
}
