import Glibc
package import SystemPackage

/// Reads files up to a size limit: a hostile file must not fill the memory.
package enum BoundedFile {
  /// The largest size that is read, in bytes, unless the caller sets another limit.
  package static let limit = 16 * 1024 * 1024

  package enum Outcome {
    case bytes([UInt8])
    case tooLarge
    case unreadable(Errno)
  }

  package static func read(_ path: String, limit: Int = limit) -> Outcome {
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly)
      defer { try? file.close() }
      return read(file, limit: limit)
    } catch {
      return .unreadable(Errno(error))
    }
  }

  /// Reads to the end, or to one byte beyond the limit: pipes and devices do not report their size.
  package static func read(_ file: FileDescriptor, limit: Int = limit) -> Outcome {
    var status = stat()
    let isFile = fstat(file.rawValue, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    if isFile, Int(status.st_size) > limit { return .tooLarge }
    // A read of one byte more than the size shows that the file has ended.
    let length = isFile ? Int(status.st_size) + 1 : 0
    var bytes: [UInt8] = []
    do {
      while bytes.count <= limit {
        let room = min(max(length - bytes.count, 1 << 16), limit + 1 - bytes.count)
        let piece = try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
          count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        guard !piece.isEmpty else { break }
        if bytes.isEmpty { bytes = piece } else { bytes += piece }
      }
    } catch {
      return .unreadable(Errno(error))
    }
    return bytes.count <= limit ? .bytes(bytes) : .tooLarge
  }
}
