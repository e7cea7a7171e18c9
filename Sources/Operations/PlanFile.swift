import Files
import Foundation
import Model
package import Planning

/// A saved plan on disk.
package enum PlanFile {
  /// Written atomically with mode 0600: a truncated plan must never look complete.
  package static func write(_ made: MadePlan, to path: String) throws(OperationError) {
    let text = JSONWriter.write(PlanDocument.value(of: made.unguarded, complete: true), style: .pretty) + "\n"
    do { try AtomicFile.replace(path, with: Array(text.utf8), mode: .ownerOnly) } catch {
      throw OperationError(
        .failed, "the plan cannot be written to \(path); check the folder and its permissions")
    }
  }

  package static func read(_ path: String) throws(OperationError) -> Plan {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw OperationError(
        .failed, "the plan \(path) cannot be read; save one with `flowform plan --out \(path)`")
    }
    do { return try SavedPlan.read([UInt8](data)) } catch {
      throw OperationError(.failed, "\(path) is not a plan that can be applied: \(error.message)")
    }
  }
}
