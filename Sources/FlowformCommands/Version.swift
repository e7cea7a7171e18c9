import BuildOrigin

/// flowform's own version.
package enum Version {
  package static let current = "0.1.0"

  /// What `--version` prints: the commit as well, where flowform was built from a clone.
  package static var description: String {
    commit.isEmpty ? "flowform \(current)" : "flowform \(current) (commit \(commit.prefix(12)))"
  }

  /// The commit that was checked out when flowform was built; empty where that was not known.
  package static var commit: String { String(cString: build_commit()) }
}
