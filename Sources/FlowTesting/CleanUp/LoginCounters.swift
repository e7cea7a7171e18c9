import Model
import OrderedCollections
import Remote

/// The server's counters of good and bad logins, its reputation scores, for the names that a test uses.
///
/// A score belongs to a name and an address, and stays when the user is deleted (recorded).
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
  private let former: Result<[String: Score], APIError>

  init(of names: OrderedSet<String>, _ api: LiveAPI) async {
    self.names = names
    self.api = api
    do throws(APIError) {
      former = .success(try await Self.read(names, api))
    } catch {
      former = .failure(error)
    }
  }

  /// By their keys.
  private static func read(
    _ names: OrderedSet<String>, _ api: LiveAPI
  ) async throws(APIError) -> [String: Score] {
    var scores: [String: Score] = [:]
    for name in names {
      do throws(APIError) {
        let answer = try await api.client.read(
          "/policies/reputation/scores/", query: [("identifier", name), ("page_size", "1000")])
        for score in (answer["results"]?.list ?? []).compactMap(Score.init) where score.name == name {
          scores[score.key] = score
        }
      } catch .notPermitted {
        throw .notPermitted("authentik_policies_reputation.view_reputation")
      }
    }
    return scores
  }

  /// Deletes the scores that are new, and returns what is left: the API cannot raise one that was there before.
  func restore() async -> [String] {
    guard !names.isEmpty else { return [] }
    let before: [String: Score]
    let after: [String: Score]
    do throws(APIError) {
      before = try former.get()
      after = try await Self.read(names, api)
    } catch {
      let list = names.map { "`\($0)`" }.joined(separator: ", ")
      return [
        "the counters of failed logins of \(list), if the test has changed them: they cannot be read: \(error)"
      ]
    }
    var left: [String] = []
    for score in after.values.sorted(by: { ($0.name, $0.key) < ($1.name, $1.key) }) {
      if let former = before[score.key] {
        if score.value < former.value {
          left.append(
            "the counter of failed logins of `\(score.name)`, which was there before: it fell from \(former.value) to \(score.value)"
          )
        }
        continue
      }
      do throws(APIError) {
        _ = try await api.client.write(
          APIRequest(.delete, "/policies/reputation/scores/\(PercentEncoding.encoded(score.key))/"))
      } catch .notPermitted {
        let reason = APIError.notPermitted("authentik_policies_reputation.delete_reputation")
        left.append("the counter of failed logins of `\(score.name)`: \(reason)")
      } catch {
        left.append("the counter of failed logins of `\(score.name)`: \(error)")
      }
    }
    return left
  }
}
