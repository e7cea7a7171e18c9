package import Foundation
import SystemPackage

/// Reads files that may have been made to fill the memory.
package enum BoundedFile {
  /// How many bytes a blueprint, a context file or a file behind `!File` may have.
  package static let limit = 16 * 1024 * 1024

  package enum Outcome {
    case bytes([UInt8])
    case tooLarge
    case unreadable
  }

  package static func read(_ path: String) -> Outcome {
    FileHandle(forReadingAtPath: path).map(read) ?? .unreadable
  }

  /// Reads to the end, or one byte beyond the limit: a pipe does not tell its size, and a device has none.
  package static func read(_ file: FileHandle) -> Outcome {
    let descriptor = FileDescriptor(rawValue: file.fileDescriptor)
    var status = stat()
    let isFile = fstat(descriptor.rawValue, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    // One byte more than a file has tells that it has no more.
    let length = isFile ? min(Int(status.st_size), limit) + 1 : 0
    var bytes: [UInt8] = []
    do {
      while bytes.count <= limit {
        let room = min(max(length - bytes.count, 1 << 16), limit + 1 - bytes.count)
        let piece = try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
          count = try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        guard !piece.isEmpty else { break }
        if bytes.isEmpty { bytes = piece } else { bytes += piece }
      }
    } catch {
      return .unreadable
    }
    return bytes.count <= limit ? .bytes(bytes) : .tooLarge
  }
}
