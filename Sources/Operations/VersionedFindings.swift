import Model

/// Findings of the same blueprints for several versions of authentik.
enum VersionedFindings {
  private struct Known {
    var versions: [String] = []
    let position: Int
  }

  /// Each finding once, in the order of its file, with the versions that it holds for, unless it holds for all.
  static func merged(_ found: [(version: String, diagnostics: [Diagnostic])]) -> [Diagnostic] {
    guard found.count > 1 else { return found.first?.diagnostics ?? [] }
    var known: [Diagnostic: Known] = [:]
    for (version, diagnostics) in found {
      for diagnostic in diagnostics where known[diagnostic]?.versions.last != version {
        let position = known.count
        known[diagnostic, default: Known(position: position)].versions.append(version)
      }
    }
    let files = known.sorted { $0.value.position < $1.value.position }.map { $0.key.location?.file }
      .reduce(into: [String: Int]()) { files, file in
        if let file, files[file] == nil { files[file] = files.count }
      }
    func place(_ diagnostic: Diagnostic) -> [Int] {
      guard let location = diagnostic.location else { return [Int.max] }
      return [files[location.file] ?? 0, location.line, location.column]
    }
    return known.sorted { one, other in
      let (left, right) = (place(one.key), place(other.key))
      return left == right
        ? one.value.position < other.value.position : left.lexicographicallyPrecedes(right)
    }.map { $0.value.versions.count == found.count ? $0.key : named($0.key, $0.value.versions) }
  }

  private static func named(_ diagnostic: Diagnostic, _ versions: [String]) -> Diagnostic {
    var named = Diagnostic(
      diagnostic.severity, "\(diagnostic.message) (authentik \(versions.joined(separator: ", ")))",
      at: diagnostic.location, strict: diagnostic.strict)
    named.isOfOneEntry = diagnostic.isOfOneEntry
    named.showsLine = diagnostic.showsLine
    return named
  }
}
