import Catalog
import Dispatch
import FuzzingHarness
import Model
import OrderedCollections
import Remote
import Synchronization

/// Any bytes as a server's answers to every kind of request, and as its OpenAPI document.
///
/// The first byte chooses the status and the media type. The rest is the body.
@main
enum ServerFuzzing {
  private static let statuses = [200, 200, 200, 201, 204, 301, 400, 400, 401, 403, 404, 405, 429, 500, 503]
  private static let mediaTypes = ["application/json", "application/vnd.oai.openapi+json", "text/html", ""]

  static func main() throws {
    let catalog = try EmbeddedCatalog.newest.load()
    guard let kind = catalog.kind("authentik_flows.flow") else { fatalError("no such kind") }
    Fuzzer.run { bytes in
      let choice = Int(bytes.first ?? 0)
      let status = statuses[choice % statuses.count]
      let response = APIResponse(
        status: status, contentType: mediaTypes[choice / 64],
        retryAfter: status == 429 ? Double(choice) : nil, body: Array(bytes.dropFirst()))
      var policy = RetryPolicy()
      policy.limit = .zero
      policy.firstContactLimit = .zero
      let api = LiveAPI(APIClient(OneAnswer(response: response), policy: policy), parallelism: 1)
      // libFuzzer calls from the main thread and waits.
      let done = DispatchSemaphore(value: 0)
      Task.detached {
        await ask(api, kind)
        done.signal()
      }
      done.wait()
      if status == 200, let document = try? JSONReader.read(response.body),
        let own = try? OpenAPIReader.catalog(of: document)
      {
        _ = try? EmbeddedCatalog.corrected(own)
        _ = try? Catalog(data: Array(own.data.utf8))
      }
    }
  }

  /// Each answer becomes a value, or an error with a text.
  private static func ask(_ api: LiveAPI, _ kind: Kind) async {
    await note { () async throws(APIError) in _ = try await api.version() }
    await note { () async throws(APIError) in _ = try await api.list(kind) }
    await note { () async throws(APIError) in _ = try await api.list(kind, filters: [("slug", "s")]) }
    await note { () async throws(APIError) in _ = try await api.retrieve(kind, key: "a/b") }
    await note { () async throws(APIError) in _ = try await api.cascades(kind, key: "k") }
    await note { () async throws(APIError) in _ = try await api.probe(kind, identifiers: ["slug": "s"]) }
    await note { () async throws(APIError) in _ = try await api.create(kind, ["slug": "s"]) }
    await note { () async throws(APIError) in _ = try await api.update(kind, key: "k", ["slug": "s"]) }
    await note { () async throws(APIError) in try await api.delete(kind, key: "k") }
  }

  private static func note(_ body: () async throws(APIError) -> Void) async {
    do { try await body() } catch { precondition(!error.description.isEmpty) }
  }
}

/// Gives the same answer to every request, up to a limit: a list may claim any number of pages.
private final class OneAnswer: APITransport {
  private let response: APIResponse
  private let count = Mutex(0)

  init(response: APIResponse) {
    self.response = response
  }

  func send(_ request: APIRequest) async throws(APIError) -> APIResponse {
    let number = count.withLock { count in
      count += 1
      return count
    }
    return number <= 100 ? response : APIResponse(status: 404)
  }
}
