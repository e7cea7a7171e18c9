import Catalog
import Foundation
import Model
import OrderedCollections
import Remote
import Synchronization
import TestSupport
import Testing

@testable import Operations

/// Which catalog a run takes for its server.
struct CatalogChoiceTests {
  /// How the server answers when it is asked for its document.
  enum Document: Sendable {
    case whole, refused, empty

    var response: APIResponse? {
      switch self {
      case .whole: nil
      case .refused: APIResponse(status: 403, body: Array(#"{"detail": "No."}"#.utf8))
      case .empty: APIResponse(status: 200, body: Array("{}".utf8))
      }
    }
  }

  @Test(arguments: [
    // The embedded catalog is the server's own.
    (EmbeddedCatalog.v2026_5_rc1.version, Document.whole, false, 0, false),
    ("2026.9.9", .whole, true, 0, false), ("2026.9.9", .whole, false, 1, false),
    ("../2026.9.9", .whole, false, 1, false), ("2026.9.9", .refused, false, 2, true),
    ("2026.9.9", .empty, false, 2, true),
  ])
  func isTheNearestThatCanBeHad(
    _ version: String, _ document: Document, isOffline: Bool, requests: Int, isNoted: Bool
  ) async throws {
    // The document is that of the scene's server.
    let own = EmbeddedCatalog.v2026_5_rc1.version
    let expected = isOffline || isNoted ? EmbeddedCatalog.newest.version : own
    let scene = try Scene()
    let server = ChangedTransport(scene.engine) { $0.path == "/schema/" ? document.response : nil }
    let notices = Mutex<[Notice]>([])
    let cache = URL(filePath: scene.path("cache"))
    let context = RunContext(variables: [:], toolVersion: "test", cacheFolder: cache) { notice in
      notices.withLock { $0.append(notice) }
    }
    // The second run takes what the first one has kept.
    for _ in 1...2 {
      let catalog = try await ServerCatalog(
        api: LiveAPI(APIClient(server), parallelism: 1), context: context, isOffline: isOffline
      ).load(version: version)
      #expect(catalog.version == expected && catalog.kinds.count > 100)
    }
    #expect(server.requests.count == requests)
    let noted = notices.withLock { $0 }.compactMap { notice in
      if case .catalogUnavailable(_, let version) = notice { version } else { nil }
    }
    #expect(noted == (isNoted ? [expected, expected] : []))
    // A version comes from the server, and is no path.
    #expect(!scene.directory.names.contains { $0.contains("2026.9.9") })
  }
}
