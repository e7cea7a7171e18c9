import Catalog
import Foundation
import Model
import OrderedCollections
import TestSupport
import Testing

@testable import Sandbox

/// The content of a data file.
struct PersistenceTests {
  private func withFile(_ body: (String) async throws -> Void) async throws {
    let directory = try TemporaryDirectory()
    try await body(directory.path("data.sqlite"))
  }

  private func sandbox(_ path: String?) throws -> SandboxServer {
    var configuration = SandboxConfiguration()
    configuration.idleSeconds = 60
    configuration.dataFile = path
    return try SandboxServer(configuration)
  }

  @Test func objectsAreThereAfterReopening() async throws {
    try await withFile { path in
      let made = try await sandbox(path).withRunning { port in
        try await RawClient(port: port).ask("POST", Flows.path, Flows.body("kept")).json
      }
      let (read, again) = try await sandbox(path).withRunning { port in
        let client = RawClient(port: port)
        return (
          try await client.ask("GET", Flows.path + "kept/").json,
          try await client.ask("POST", Flows.path, Flows.body("kept")).status
        )
      }
      #expect(made != nil && read == made)
      #expect(again == 400)
    }
  }

  @Test func withoutAFileNothingIsKept() async throws {
    for _ in 0..<2 {
      let status = try await sandbox(nil).withRunning { port in
        try await RawClient(port: port).ask("POST", Flows.path, Flows.body("gone")).status
      }
      #expect(status == 201)
    }
  }

  @Test func aFileThatIsNoDatabaseIsRefused() async throws {
    try await withFile { path in
      try Data(repeating: 0x41, count: 4096).write(to: URL(filePath: path))
      let error = #expect(throws: SandboxError.self) { try sandbox(path) }
      #expect(error?.description.contains("name another file or delete this one") == true)
      #expect(throws: SandboxError.self) { try sandbox(path + "/no/such/folder") }
    }
  }

  @Test func aFileOfALaterFormatIsRefused() async throws {
    try await withFile { path in
      let kinds = ServedKinds(try EmbeddedCatalog.v2026_5_rc1.load(), .v2026_5_rc1)
      let store = try ObjectStore(path: path, kinds: kinds, tokens: [])
      try await store.write { try $0.setFormat(99) }
      await store.close()
      #expect(throws: SandboxError.dataFormat(path, found: 99, known: ObjectStore.format)) {
        try sandbox(path)
      }
    }
  }
}
