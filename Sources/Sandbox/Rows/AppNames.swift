import CatalogData
import Model
import OrderedCollections

/// The names of authentik's applications for people (lines of `sandbox.jsonl`, measured on 2025.10.4 and 2026.2.2).
enum AppNames {
  /// By label, such as `authentik_core`.
  static let all: [String: String] = {
    let data = Array(UnsafeBufferPointer(start: catalog_sandbox(), count: catalog_sandbox_size()))
    return data.split(separator: 0x0A).reduce(into: [:]) { names, line in
      guard let line = try? JSONReader.read(Array(line)), let app = line["app"]?.string else { return }
      names[app] = line["verboseName"]?.string
    }
  }()
}
