import Blueprints
import Files
import Foundation
import Model
import OrderedCollections
import TestSupport
import Testing

@Suite struct BlueprintFilesTests {
  private static func relative(_ files: BlueprintFiles, _ directory: borrowing TemporaryDirectory) -> [String]
  {
    files.files.map { $0.source.file.replacing(directory.path + "/", with: "") }
  }

  @Test func walksADirectoryInSortedOrder() throws {
    let directory = try TemporaryDirectory()
    for name in [
      "b.yaml", "a.yml", "sub/z.yaml", "a/c.yaml", "README.md", ".hidden.yaml", ".git/x.yaml", "x.yaml.bak",
    ] {
      try directory.write("version: 1", to: name)
    }
    let files = BlueprintFiles([directory.path]) { .bytes([]) }
    #expect(Self.relative(files, directory) == ["a/c.yaml", "a.yml", "b.yaml", "sub/z.yaml"])
    #expect(files.files.allSatisfy { !$0.isNamed })
    #expect(files.diagnostics.isEmpty)
    // A slash at the end makes no difference.
    let again = BlueprintFiles([directory.path + "/"]) { .bytes([]) }
    #expect(Self.relative(again, directory) == Self.relative(files, directory))
  }

  @Test func testFilesAreNoBlueprints() throws {
    let directory = try TemporaryDirectory()
    for name in ["a.yaml", "a.flowtest.yaml", "sub/b.flowtest.yml"] {
      try directory.write("tests: []", to: name)
    }
    for takesTests in [false, true] {
      let files = BlueprintFiles([directory.path], takesTests: takesTests)
      #expect(Self.relative(files, directory) == ["a.yaml"])
      #expect(files.tests.map(\.source.file).map { $0.hasSuffix("yml") } == [false, true])
      #expect(files.diagnostics.isEmpty)
    }
    let named = BlueprintFiles([directory.path("a.flowtest.yaml"), directory.path("a.yaml")])
    #expect(Self.relative(named, directory) == ["a.yaml"])
    #expect(named.tests.count == 1)
  }

  /// A plan without any blueprint would take every object for left over.
  @Test func testsAloneAreNoSet() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("a.flowtest.yaml")
    try directory.write("tests: []", to: "a.flowtest.yaml")
    #expect(
      BlueprintFiles([path]).diagnostics.map(\.message) == [
        "there are only tests of flows in `\(path)`, no blueprint; to run them, use `flowform test`"
      ])
    #expect(BlueprintFiles([path], takesTests: true).diagnostics.isEmpty)
    let empty = try TemporaryDirectory()
    #expect(BlueprintFiles([empty.path], takesTests: true).diagnostics.hasErrors)
  }

  @Test func followsLinksOnlyInsideTheDirectory() throws {
    let outside = try TemporaryDirectory()
    let directory = try TemporaryDirectory()
    try outside.write("version: 1", to: "secret.yaml")
    try directory.write("version: 1", to: "real/a.yaml")
    let manager = FileManager.default
    try manager.createSymbolicLink(
      atPath: directory.path("out.yaml"), withDestinationPath: outside.path("secret.yaml"))
    try manager.createSymbolicLink(atPath: directory.path("outdir"), withDestinationPath: outside.path)
    try manager.createSymbolicLink(atPath: directory.path("in.yaml"), withDestinationPath: "real/a.yaml")
    try manager.createSymbolicLink(atPath: directory.path("real/loop"), withDestinationPath: "..")
    let files = BlueprintFiles([directory.path]) { .bytes([]) }
    #expect(Self.relative(files, directory) == ["in.yaml", "real/a.yaml"])
    #expect(
      files.diagnostics.map {
        [$0.severity.rawValue, ($0.location?.file ?? "").replacing(directory.path, with: "")]
      }
        == [["note", "/out.yaml"], ["note", "/outdir"], ["note", "/real/loop"]])
  }

  /// In a mounted ConfigMap, the files are links into a hidden directory, which is a link itself.
  @Test func readsAMountedConfigMapOnce() throws {
    let directory = try TemporaryDirectory()
    try directory.write("version: 1", to: "..2026/a.yaml")
    try FileManager.default.createSymbolicLink(
      atPath: directory.path("..data"), withDestinationPath: "..2026")
    try FileManager.default.createSymbolicLink(
      atPath: directory.path("a.yaml"), withDestinationPath: "..data/a.yaml")
    let files = BlueprintFiles([directory.path]) { .bytes([]) }
    #expect(Self.relative(files, directory) == ["a.yaml"])
    #expect(files.diagnostics.isEmpty)
  }

  @Test func readsNamedFilesWhateverTheirName() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("version: 1\n", to: ".odd.txt")
    let files = BlueprintFiles([path]) { .bytes([]) }
    #expect(files.files.map(\.isNamed) == [true])
    #expect(files.files.first?.source.bytes == Array("version: 1\n".utf8))
  }

  @Test func readsStandardInputOnce() {
    var count = 0
    let files = BlueprintFiles(["-", "-"]) {
      count += 1
      return .bytes(Array("version: 1".utf8))
    }
    #expect(count == 1)
    #expect(files.files.map(\.source.file) == ["<stdin>"])
  }

  @Test func refusesWhatIsTooLarge() throws {
    let directory = try TemporaryDirectory()
    let limit = BoundedFile.limit
    try directory.write(String(repeating: "#", count: limit), to: "in/large.yaml")
    try directory.write(String(repeating: "#", count: limit + 1), to: "in/larger.yaml")
    let files = BlueprintFiles([directory.path("in"), "/dev/zero", "-"]) { .tooLarge }
    #expect(files.files.map(\.source.file) == [directory.path("in/large.yaml")])
    #expect(
      files.diagnostics.map { $0.location?.description } == [
        directory.path("in/larger.yaml:1:1"), "/dev/zero:1:1", "<stdin>:1:1",
      ])
    #expect(
      files.diagnostics.allSatisfy { $0.message == "the file has more than 16777216 bytes; split it" })
  }

  @Test func reportsWhatIsNotThere() {
    let files = BlueprintFiles(["no/such/file.yaml", "nor/this"]) { .bytes([]) }
    #expect(files.files.isEmpty)
    #expect(files.diagnostics.hasErrors)
    let start = "there is no file or folder "
    #expect(files.diagnostics.count == 2 && files.diagnostics.allSatisfy { $0.location == nil })
    #expect(files.diagnostics[0].message.hasPrefix(start + "`no/such/file.yaml`; "))
    #expect(files.diagnostics[1].message.hasPrefix(start + "`nor/this`; "))
  }
}
