import Catalog
import Files
import FoundationEssentials
import Model
import Remote

/// The catalog for a server: the embedded one if it is for exactly this version, else the server's own.
struct ServerCatalog {
  let api: LiveAPI
  let context: RunContext
  /// True to never ask the server for its document.
  let isOffline: Bool

  func load(version: String) async throws -> Catalog {
    let embedded = try EmbeddedCatalog.nearest(to: version).load()
    guard !isOffline, embedded.version != version else { return embedded }
    if let kept = kept(version) { return kept }
    do throws(APIError) {
      // The document is slow and large, so it is read once per version.
      let document = try await api.client.read("/schema/", query: [("format", "json")])
      let catalog = try? EmbeddedCatalog.corrected(OpenAPIReader.catalog(of: document))
      guard let catalog else {
        throw APIError.rejected(status: 200, "it is not authentik's OpenAPI document")
      }
      keep(catalog, version)
      return catalog
    } catch {
      context.notify(.catalogUnavailable(reason: "\(error)", version: embedded.version))
      return embedded
    }
  }

  /// The cache file of a version. The version comes from the server, so it must not be used as a path.
  private func file(_ version: String) -> URL? {
    let name = version.map { $0.isLetter || $0.isNumber || "-.".contains($0) ? $0 : "_" }
    // The name holds this build's fingerprint, because another build may derive more rows.
    return context.cacheFolder?.appending(
      path: "catalog-\(EmbeddedCatalog.fingerprint)-\(String(name)).jsonl")
  }

  private func kept(_ version: String) -> Catalog? {
    guard let file = file(version), let data = try? Data(contentsOf: file) else { return nil }
    return try? Catalog(data: [UInt8](data))
  }

  /// A cache that cannot be written must not stop the run.
  private func keep(_ catalog: Catalog, _ version: String) {
    guard let folder = context.cacheFolder, let file = file(version) else { return }
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? AtomicFile.replace(file.path, with: Array(catalog.data.utf8), mode: .standard)
  }
}
