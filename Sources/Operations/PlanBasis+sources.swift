import Files
import FoundationEssentials
package import Model
package import Planning

extension PlanBasis {
  /// The texts of those of these files that are still as the plan read them, by path.
  package func unchangedSources(among paths: Set<String>) -> [String: SourceText] {
    paths.reduce(into: [:]) { sources, path in
      // A pipe would block, and gives its text only once.
      let type = try? FileManager.default.attributesOfItem(
        atPath: URL(filePath: path).resolvingSymlinksInPath().path)[.type]
      guard let digest = files[path], type as? FileAttributeType == .typeRegular,
        case .bytes(let bytes) = BoundedFile.read(path), Digest.of(bytes) == digest
      else { return }
      sources[path] = SourceText(file: path, bytes: bytes)
    }
  }
}
