import BuildOrigin

/// flowform's own version.
package enum Version {
  package static let current = "0.1.0"

  /// The output of `--version`: with the commit, if flowform was built from a clone.
  package static var description: String {
    commit.isEmpty ? "flowform \(current)" : "flowform \(current) (commit \(commit.prefix(12)))"
  }

  /// The commit that flowform was built from; empty if it is not known.
  package static var commit: String { String(cString: build_commit()) }
}
