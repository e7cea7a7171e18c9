import Files
import Foundation
import Model
import Planning

/// A plan on the disk.
enum PlanFile {
  /// Written with mode 0600 and in one go: a plan that was cut off must never look like a whole one.
  static func write(_ plan: Plan, to path: String) throws(CommandFailure) {
    let text = JSONWriter.write(PlanDocument.value(of: plan, complete: true), style: .pretty) + "\n"
    do { try AtomicFile.replace(path, with: Array(text.utf8), mode: .ownerOnly) } catch {
      throw CommandFailure(
        .wrong, "the plan cannot be written to \(path); check the folder and its permissions")
    }
  }

  static func read(_ path: String) throws(CommandFailure) -> Plan {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(
        .wrong, "the plan \(path) cannot be read; save one with `flowform plan --out \(path)`")
    }
    do { return try SavedPlan.read([UInt8](data)) } catch {
      throw CommandFailure(.wrong, "\(path) is no plan that can be applied: \(error.message)")
    }
  }
}
