import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

struct BoundedFileTests {
  private static func text(_ outcome: BoundedFile.Outcome) -> String {
    switch outcome {
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    case .tooLarge: "too large"
    case .unreadable(let error): "\(error)"
    }
  }

  @Test(arguments: [("", 4), ("abcd", 4), ("abc", 4)]) func readsUpToTheLimit(_ text: String, _ limit: Int)
    throws
  {
    let folder = try TemporaryDirectory()
    let path = try folder.write(text, to: "file")
    #expect(Self.text(BoundedFile.read(path, limit: limit)) == text)
  }

  @Test func aByteMoreIsTooLarge() throws {
    let folder = try TemporaryDirectory()
    let path = try folder.write("abcde", to: "file")
    #expect(Self.text(BoundedFile.read(path, limit: 4)) == "too large")
    // A device has no size and no end.
    #expect(Self.text(BoundedFile.read("/dev/zero", limit: 100_000)) == "too large")
  }

  @Test func readsAPipeToItsEnd() throws {
    let (output, input) = try FileDescriptor.pipe()
    let text = String(repeating: "pipe ", count: 100_000)
    let writer = Thread { try? input.closeAfter { _ = try input.writeAll(text.utf8) } }
    writer.start()
    try output.closeAfter {
      #expect(Self.text(BoundedFile.read(output, limit: 1 << 20)) == text)
    }
  }

  @Test func saysWhyAFileCannotBeRead() throws {
    let folder = try TemporaryDirectory()
    func outcome(_ path: String) -> String { Self.text(BoundedFile.read(path)) }
    #expect(outcome(folder.path("missing/file")) == "\(Errno.noSuchFileOrDirectory)")
    #expect(outcome(folder.path) == "\(Errno.isDirectory)")
    // The file can be opened, and its beginning cannot be read.
    #expect(outcome("/proc/self/mem") == "\(Errno.ioError)")
  }
}
