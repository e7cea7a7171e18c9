import Model
import Remote

extension LiveAPI {
  /// All rows of a list, page by page. A token that lacks a permission sees its own rows of some lists, often none, and is
  /// refused by others (recorded).
  /// - Parameter permission: What the token needs, for the message of a refusal.
  func rows(
    _ path: String, _ query: [(name: String, value: String)] = [], needs permission: String
  ) async throws(APIError) -> [Value] {
    var rows: [Value] = []
    for number in 1...Self.pageLimit {
      let paging = [(name: "page", value: String(number)), (name: "page_size", value: "1000")]
      let answer: Value
      do throws(APIError) {
        answer = try await client.read(path, query: query + paging)
      } catch .notPermitted {
        throw .notPermitted(permission)
      } catch .notFound where number > 1 {
        return rows
      }
      rows += answer["results"]?.list ?? []
      guard let next = answer["pagination"]?["next"]?.integer, next > number else { break }
    }
    return rows
  }
}
