import Catalog
import Model
import Synchronization

/// The OpenAPI document of a server, made on first use.
final class SchemaDocument: Sendable {
  private let catalog: Catalog
  private let made = Mutex<[UInt8]?>(nil)

  init(catalog: Catalog) {
    self.catalog = catalog
  }

  var bytes: [UInt8] {
    made.withLock { made in
      if let made { return made }
      let bytes = JSONWriter.bytes(of: OpenAPIWriter.document(of: catalog))
      made = bytes
      return bytes
    }
  }
}
