import Model
import OrderedCollections
import Remote

/// The server's counters of good and bad logins, its reputation scores, for the users that a test names.
///
/// A score belongs to a user name and an address, and stays when the user is deleted. After a login by e-mail address it
/// has the user's name, and for a name that nobody has, what was typed (recorded).
struct LoginCounters: Sendable {
  private struct Score: Sendable {
    let key: String
    let name: String
    let value: Int

    init?(_ object: Value) {
      guard let key = object["pk"]?.string, let name = object["identifier"]?.string,
        let value = object["score"]?.integer
      else { return nil }
      self.key = key
      self.name = name
      self.value = value
    }
  }

  private let api: LiveAPI
  private let names: OrderedSet<String>
  /// By their keys.
  private let former: Result<[String: Score], APIError>

  init(of names: OrderedSet<String>, _ api: LiveAPI) async {
    self.api = api
    self.names = names
    do throws(APIError) {
      former = .success(try await Self.read(names, api))
    } catch {
      former = .failure(error)
    }
  }

  private static func read(
    _ names: OrderedSet<String>, _ api: LiveAPI
  ) async throws(APIError) -> [String: Score] {
    var scores: [String: Score] = [:]
    for name in names {
      let rows = try await api.rows(
        "/policies/reputation/scores/", [("identifier", name)],
        needs: "authentik_policies_reputation.view_reputation")
      for score in rows.compactMap(Score.init) where score.name == name { scores[score.key] = score }
    }
    return scores
  }

  /// Deletes new scores, and returns the others that have changed: the API cannot raise an earlier one.
  /// - Parameter user: The user of the challenges. If the test does not name this user so, for example in capitals, it
  ///   is not known what was there before.
  func restore(_ user: String?) async -> [String] {
    guard !names.isEmpty else { return [] }
    let before: [String: Score]
    let after: [String: Score]
    let others: [String: Score]
    do throws(APIError) {
      before = try former.get()
      after = try await Self.read(names, api)
      others = try await Self.read(OrderedSet([user].compactMap { $0 }).subtracting(names), api)
    } catch {
      return [
        "the counters of logins of \(Self.list(names)), if the test has changed them: they cannot be read: \(error)"
      ]
    }
    let new = after.values.filter { before[$0.key] == nil }
    let changed = Set(
      after.values.filter { score in before[score.key].map { $0.value != score.value } ?? false }.map(\.name))
    var left = others.values.map { "\(Self.title($0)), which may have been there before" }
    for score in after.values {
      if let former = before[score.key] {
        guard score.value < former.value else { continue }
        left.append(
          "\(Self.title(score)): it fell from \(former.value) to \(score.value)")
      } else if changed.contains(score.name) || new.count(where: { $0.name == score.name }) > 1 {
        // Somebody else has signed in with this name from another address in the meantime.
        left.append("\(Self.title(score)) with \(score.value): it is not known whether the test has made it")
      } else if let reason = await delete(score) {
        left.append("\(Self.title(score)): \(reason)")
      }
    }
    return left.sorted()
  }

  /// Nil if it is gone.
  private func delete(_ score: Score) async -> APIError? {
    await api.remove(
      "/policies/reputation/scores/\(PercentEncoding.encoded(score.key))/",
      needs: "authentik_policies_reputation.delete_reputation")
  }

  private static func title(_ score: Score) -> String { "the counter of logins of `\(score.name)`" }

  private static func list(_ names: OrderedSet<String>) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }
}
