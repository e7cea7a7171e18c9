import Files
import Model
package import Planning

/// A saved plan on disk.
package enum PlanFile {
  /// The most bytes that a saved plan may have.
  private static let sizeLimit = 1 << 30

  /// Written atomically with mode 0600: a truncated plan must never look complete.
  package static func write(_ made: MadePlan, to path: String) throws(OperationError) {
    let text = JSONWriter.write(PlanDocument.value(of: made.saved), style: .pretty) + "\n"
    do { try AtomicFile.replace(path, with: Array(text.utf8), mode: .ownerOnly) } catch {
      throw OperationError(
        .failed, "the plan cannot be written to \(path); check the folder and its permissions")
    }
  }

  package static func read(_ path: String) throws(OperationError) -> SavedPlan {
    let bytes = try bytes(path)
    do { return try SavedPlan.read(bytes) } catch {
      throw OperationError(.failed, "\(path) is not a saved plan: \(error.message)")
    }
  }

  private static func bytes(_ path: String) throws(OperationError) -> [UInt8] {
    switch BoundedFile.read(path, limit: sizeLimit) {
    case .bytes(let bytes): return bytes
    case .tooLarge:
      throw OperationError(
        .failed, "\(path) is not a saved plan: it has more than \(sizeLimit) bytes")
    case .unreadable:
      throw OperationError(
        .failed, "the plan \(path) cannot be read; save one with `flowform plan --out \(path)`")
    }
  }
}
