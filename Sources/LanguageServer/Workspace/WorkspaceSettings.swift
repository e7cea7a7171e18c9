package import Blueprints
package import Catalog

/// The settings that the checks of a workspace depend on, in addition to its files.
package struct WorkspaceSettings: Sendable {
  /// The files and folders with blueprints; nil to search for them.
  package var paths: [String]?
  /// The files and folders with tests of flows; nil for those beside the blueprints.
  package var testPaths: [String]?
  /// What the blueprints are checked against, each with the name of its version. At least one; the last one answers
  /// questions about kinds and fields.
  package var catalogs: [(name: String, catalog: Catalog)]
  package var options: DesiredSet.Options
  /// A sentence about settings that cannot be used. Nil if there is none.
  package var problem: String?

  package init(
    paths: [String]? = nil, testPaths: [String]? = nil, catalogs: [(name: String, catalog: Catalog)],
    options: DesiredSet.Options,
    problem: String? = nil
  ) {
    self.paths = paths
    self.testPaths = testPaths
    self.catalogs = catalogs
    self.options = options
    self.problem = problem
  }

  /// The settings of a folder without any: the newest version, no context, and blueprints wherever they are.
  package static func plain(problem: String? = nil) -> WorkspaceSettings {
    let newest = EmbeddedCatalog.newest
    let catalog = (try? newest.load()) ?? Catalog(version: newest.version, kinds: [])
    return WorkspaceSettings(
      catalogs: [(newest.name, catalog)], options: DesiredSet.Options(isOffline: true), problem: problem)
  }

  /// The blueprints below the current folder, for settings without paths.
  package static func search() -> [String] { BlueprintSearch(below: ".").blueprints.map(\.path) }

  /// The blueprints and tests on disk.
  func readFiles() -> BlueprintFiles {
    var found = BlueprintFiles([])
    if let paths {
      found = BlueprintFiles(paths, takesTests: true)
    } else {
      let search = BlueprintSearch(below: ".")
      // The paths of blueprints may be folders with tests in them.
      let blueprints = BlueprintFiles(search.blueprints.map(\.path), takesTests: true)
      found = blueprints.withTests(of: BlueprintFiles(search.tests, takesTests: true))
    }
    return testPaths.map { found.withTests(of: BlueprintFiles($0, takesTests: true)) } ?? found
  }

  package var catalog: Catalog { catalogs[catalogs.count - 1].catalog }
}
