import Blueprints
package import Catalog
import Model
import OrderedCollections
import Upgrading
import YAML

/// Writes entries for an older version of authentik: the changes of `flowform upgrade` in the opposite direction, where they
/// have one sure answer. What the older version does not have is left out, and told.
package struct OlderForm: Sendable {
  private let target: Catalog
  private let name: String
  /// The changes between both versions, from the newest to the oldest.
  private let changes: [VersionChange]

  /// `target` is the older version, and `source` the one that the objects come from.
  package init(_ target: (name: String, catalog: Catalog), from source: Catalog) {
    self.target = target.catalog
    name = target.name
    let (new, old) = (AuthentikVersion(source.version), AuthentikVersion(target.catalog.version))
    changes = VersionChanges.all.filter { old < $0.since && $0.since <= new && $0.rewrite != nil }.reversed()
  }

  /// True if a create needs the field in the older version.
  func requires(_ field: String, of model: String) -> Bool {
    target.kind(model)?.field(field)?.isRequired == true
  }

  /// The entries for the older version.
  func adapted(_ entries: [YAMLTree]) -> (entries: [YAMLTree], diagnostics: [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    var lost: Set<String> = []
    var result: [YAMLTree] = []
    // An entry comes after those that it refers to.
    for entry in entries {
      guard let written = EntryTree(entry) else {
        result.append(entry)
        continue
      }
      var adaptation = EntryAdaptation(written, target, name, changes, lost: lost)
      if let adapted = adaptation.run() {
        result.append(adapted.tree)
      } else if let id = written.id {
        lost.insert(id)
      }
      diagnostics += adaptation.diagnostics
    }
    return (result, diagnostics)
  }
}
