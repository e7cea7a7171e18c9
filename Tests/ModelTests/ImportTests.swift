import Foundation
import TestSupport
import Testing

/// What the sources of the program may import.
struct ImportTests {
  /// Whole Foundation brings the data of ICU along, which would double the program: FoundationEssentials has what is
  /// needed. A dependency that imports whole Foundation would do the same.
  private static let refused = [
    "Foundation", "FoundationInternationalization", "FoundationNetworking", "FoundationXML",
  ]

  @Test func noFileImportsWholeFoundation() throws {
    let folder = ProjectRoot.url.appending(path: "Sources")
    let files = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
      .filter { $0.hasSuffix(".swift") }
    #expect(files.count > 300, "the sources are not where they were")
    for file in files {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      let modules = text.matches(of: /(?m)^[^\/\n]*\bimport (?:(?:struct|class|enum|func|protocol) )?(\w+)/)
        .map { String($0.1) }
      #expect(
        modules.filter(Self.refused.contains).isEmpty,
        "Sources/\(file) imports more than FoundationEssentials, which doubles the size of the program")
    }
  }
}
