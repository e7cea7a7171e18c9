import Catalog
import Model
import YAML

/// The blueprints among a set of files, and those that discovery leaves out.
struct BlueprintSet {
  private(set) var blueprints: [Blueprint] = []
  /// The directory argument that each of them was found under.
  private(set) var roots: [String?] = []
  /// Found by a walk, with a label that says to leave them out.
  private(set) var leftOut: [Blueprint] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(_ files: [BlueprintFiles.File], catalog: Catalog, options: DesiredSet.Options) {
    let read = files.concurrentMap { file in
      BlueprintReader.read(file.source) { entries in
        Foresight.foresee(entries, catalog: catalog)
      }
    }
    for (file, (blueprint, found)) in zip(files, read) {
      if let blueprint, !blueprint.isInstantiable, !file.isNamed {
        leftOut.append(blueprint)
        continue
      }
      diagnostics += found
      if let blueprint {
        blueprints.append(blueprint)
        roots.append(file.root)
      }
    }
  }
}
