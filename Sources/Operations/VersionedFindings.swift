import Model

/// Findings of the same blueprints for several versions of authentik.
enum VersionedFindings {
  /// The findings for one version; `name` is what the user calls it, and `version` what messages call it.
  struct Found {
    let name: String
    let version: String
    let diagnostics: [Diagnostic]
  }

  private struct Known {
    var names: [String] = []
    var versions: [String] = []
    let position: Int
  }

  /// Replaces the version in a message, so that the same finding for several versions is one.
  private static let placeholder = "\u{1}"

  /// Each finding once, in the order of its file, with the versions that it holds for, unless it holds for all.
  static func merged(_ found: [Found]) -> [Diagnostic] {
    guard found.count > 1 else { return found.first?.diagnostics ?? [] }
    var known: [Diagnostic: Known] = [:]
    for found in found {
      for diagnostic in found.diagnostics {
        let general = diagnostic.saying(
          diagnostic.message.replacing(found.version, with: placeholder))
        let position = known.count
        guard known[general]?.names.last != found.name else { continue }
        known[general, default: Known(position: position)].names.append(found.name)
        known[general]?.versions.append(found.version)
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
    }.map { named($0.key, $0.value, isOfAll: $0.value.names.count == found.count) }
  }

  private static func named(_ diagnostic: Diagnostic, _ known: Known, isOfAll: Bool) -> Diagnostic {
    let message = diagnostic.message.replacing(
      placeholder, with: known.versions.joined(separator: " and "))
    let end = isOfAll ? "" : " (authentik \(known.names.joined(separator: ", ")))"
    return diagnostic.saying(message + end)
  }
}
