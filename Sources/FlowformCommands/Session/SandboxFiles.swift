import Catalog

/// The files of `--sandbox`, below the current folder. Each version of authentik has its own, because another version
/// answers other fields.
struct SandboxFiles {
  static let folder = ".flowform"

  private let name: String

  init(_ version: EmbeddedCatalog) {
    name = Self.folder + (version == .v2026_5_rc1 ? "/sandbox" : "/sandbox-\(version.name)")
  }

  var data: String { name + ".sqlite" }
  var state: String { name + ".state.json" }
}
