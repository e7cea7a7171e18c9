package import Foundation

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
    var bytes: [UInt8] = []
    var status = stat()
    // What a file has at most, so that the array is made once.
    if fstat(file.fileDescriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
      bytes.reserveCapacity(min(Int(status.st_size), limit + 1))
    }
    do {
      while bytes.count <= limit, let chunk = try file.read(upToCount: 1 << 16), !chunk.isEmpty {
        bytes += chunk
      }
    } catch {
      return .unreadable
    }
    return bytes.count <= limit ? .bytes(bytes) : .tooLarge
  }
}
