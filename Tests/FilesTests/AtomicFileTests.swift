import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

struct AtomicFileTests {
  private static func permissions(_ path: String) -> mode_t? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o777 : nil
  }

  @Test func replacesAndLeavesNothingBeside() throws {
    let folder = try TemporaryDirectory()
    try folder.write("old", to: "file")
    try AtomicFile.replace(folder.path("file"), with: Array("new".utf8), mode: .ownerOnly)
    #expect(folder.read("file") == Array("new".utf8))
    #expect(folder.names == ["file"])
  }

  @Test func hasTheModeThatIsAskedFor() throws {
    let folder = try TemporaryDirectory()
    let (own, all) = (folder.path("own"), folder.path("all"))
    try folder.write("old", to: "own")
    chmod(own, 0o644)
    try AtomicFile.replace(own, with: [], mode: .ownerOnly)
    try AtomicFile.replace(all, with: [], mode: .standard)
    try folder.write("", to: "plain")
    #expect(Self.permissions(own) == 0o600)
    #expect(Self.permissions(all) == Self.permissions(folder.path("plain")))
  }

  @Test(arguments: [true, false]) func aLinkIsReplaced(_ leadsSomewhere: Bool) throws {
    let folder = try TemporaryDirectory()
    let link = folder.path("link")
    if leadsSomewhere { try folder.write("theirs", to: "target") }
    symlink(folder.path("target"), link)
    try AtomicFile.replace(link, with: Array("ours".utf8), mode: .standard)
    #expect(folder.read("link") == Array("ours".utf8))
    #expect(folder.read("target") == (leadsSomewhere ? Array("theirs".utf8) : nil))
    var status = stat()
    #expect(lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFREG)
  }

  /// A link under the temporary name is removed, and its target is not written to.
  @Test func aLinkUnderTheTemporaryNameIsNotFollowed() throws {
    let folder = try TemporaryDirectory()
    try folder.write("theirs", to: "target")
    symlink(folder.path("target"), folder.path("file.tmp.\(getpid())"))
    try AtomicFile.replace(folder.path("file"), with: Array("ours".utf8), mode: .ownerOnly)
    #expect(folder.read("target") == Array("theirs".utf8))
    #expect(folder.names == ["file", "target"])
  }

  @Test func whatCannotBeWrittenStaysAsItWas() throws {
    let folder = try TemporaryDirectory()
    try folder.write("inside", to: "folder/file")
    #expect(throws: Errno.noSuchFileOrDirectory) {
      try AtomicFile.replace(folder.path("missing/file"), with: [], mode: .ownerOnly)
    }
    #expect(throws: Errno.notDirectory) {
      try AtomicFile.replace(folder.path("folder/file/file"), with: [], mode: .ownerOnly)
    }
    #expect(throws: Errno.isDirectory) {
      try AtomicFile.replace(folder.path("folder"), with: [], mode: .ownerOnly)
    }
    #expect(folder.names == ["folder"])
    #expect(folder.read("folder/file") == Array("inside".utf8))
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere; StateTroubleTests gives the right up"))
  func aFolderWithoutRights() throws {
    let folder = try TemporaryDirectory()
    try folder.write("old", to: "file")
    chmod(folder.path, 0o500)
    defer { chmod(folder.path, 0o700) }
    #expect(throws: Errno.permissionDenied) {
      try AtomicFile.replace(folder.path("file"), with: [], mode: .ownerOnly)
    }
    #expect(folder.read("file") == Array("old".utf8))
  }
}
