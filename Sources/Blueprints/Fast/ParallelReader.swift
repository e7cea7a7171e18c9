import Catalog
import Model
import YAML

/// Reads a long file on two cores: entries are made and resolved on the second while the first goes on parsing.
enum ParallelReader {
  /// A part of a list of entries.
  private struct Piece {
    let entries: [Entry]
    let fast: [FastEntry?]
    let hasFindings: Bool

    init(_ entries: [Entry], catalog: Catalog, hasFindings: Bool = false) {
      fast = FastResolver.resolve(entries, catalog: catalog)
      // A resolved entry keeps only the parts that later steps need.
      self.entries = zip(entries, fast).map { $1?.entry ?? $0 }
      self.hasFindings = hasFindings
    }
  }

  /// The same result as `BlueprintReader.read`, which reads the file again if something is wrong with it.
  static func read(_ source: SourceText, catalog: Catalog) -> ParsedFile {
    let file = source.file
    let line = WorkLine<[Node], Piece> { nodes in
      let (entries, hasFindings) = BlueprintReader.entries(nodes, in: file)
      return Piece(entries, catalog: catalog, hasFindings: hasFindings)
    } isLast: {
      $0.hasFindings
    }
    let read = BlueprintReader.read(source, handingOver: NodeReader.Handover(of: "entries", to: line.add))
    let results = line.finish()
    // The findings are reported in the order of the file.
    if results.contains(where: \.hasFindings) { return ParsedFile(BlueprintReader.read(source)) }
    guard let blueprint = read.blueprint else { return ParsedFile(read) }
    guard read.diagnostics.isEmpty else {
      return ParsedFile(results.isEmpty ? read : BlueprintReader.read(source))
    }
    let pieces = results + [Piece(blueprint.entries, catalog: catalog)]
    return ParsedFile(
      blueprint: blueprint.with(pieces.flatMap(\.entries)), fast: pieces.flatMap(\.fast), diagnostics: [])
  }
}
