package import Exporting
import Model
import OrderedCollections

/// What `export --from-instances` tells: every instance with what becomes of it, and what to do.
package struct InstanceReport: Sendable {
  private let export: InstanceExport
  private let server: String
  /// The folder of the files; nil if none are written.
  private let folder: String?

  package init(_ export: InstanceExport, server: String, folder: String?) {
    self.export = export
    self.server = server
    self.folder = folder
  }

  package var text: String {
    let place = server == "sandbox:" ? "the sandbox" : server
    guard !export.rows.isEmpty else { return Terminal.escaped("\(place) has no blueprint instances.") + "\n" }
    let head = "Blueprint instances of \(place): \(export.rows.count)\n"
    return Terminal.escaped(head, keepsLines: true)
      + ([sections, steps].joined()).split(separator: "\n", omittingEmptySubsequences: false)
      .map { Terminal.escaped(String($0)) }.joined(separator: "\n")
  }

  // MARK: - Instances

  private typealias Cells = (first: String, second: String, remark: String)

  private var sections: String {
    var written: [Cells] = []
    var copied: [Cells] = []
    var disabled: [Cells] = []
    var broken: [Cells] = []
    var stays: [Cells] = []
    for row in export.rows {
      let instance = row.instance
      let remark = remarks(row)
      switch row.fate {
      case .file(let file): written.append((instance.name, file, remark))
      case .copied(let target): copied.append((instance.name, target, remark))
      case .disabled:
        disabled.append(
          (instance.name, instance.path.isEmpty ? "content in authentik" : instance.path, remark))
      case .broken(let reason): broken.append((instance.name, reason, remark))
      case .stays: stays.append((instance.name, instance.path, remark))
      }
    }
    return section("In authentik: flowform writes these files", written)
      + section("In a file of the server or in a registry: the API does not give the content", copied)
      + section("Cannot be written", broken)
      + section("Disabled: authentik does not apply them", disabled)
      + section("Shipped with authentik: they stay with its importer", stays)
  }

  private func section(_ title: String, _ rows: [Cells]) -> String {
    guard !rows.isEmpty else { return "" }
    let first = rows.map { Columns.count($0.first) }.max() ?? 0
    let second = rows.map { Columns.count($0.second) }.max() ?? 0
    return "\n\(title)\n"
      + rows.map { row in
        let line = "  \(row.first.padding(to: first))  \(row.second.padding(to: second))  \(row.remark)"
        return line.trimmingSpaces + "\n"
      }.joined()
  }

  private func remarks(_ row: InstanceExport.Row) -> String {
    let instance = row.instance
    var parts = [instance.status]
    if !instance.isEnabled, case .stays = row.fate { parts.append("disabled") }
    if row.isOnDisk == false { parts.append("the file is gone from the server") }
    if instance.place == .registry { parts.append("from \(Self.withoutUser(instance.path))") }
    if !instance.context.isEmpty {
      parts.append("context: \(instance.context.keys.joined(separator: ", "))")
    }
    if !row.after.isEmpty { parts.append("after \(row.after.joined(separator: ", "))") }
    return parts.joined(separator: "; ")
  }

  /// The address of a registry may hold a password.
  private static func withoutUser(_ address: String) -> String {
    guard let scheme = address.firstRange(of: "://"), let at = address.firstIndex(of: "@"),
      at > scheme.upperBound, !address[scheme.upperBound..<at].contains("/")
    else { return address }
    return String(address[..<scheme.upperBound]) + address[address.index(after: at)...]
  }

  // MARK: - What to do

  private var steps: String {
    let copied = export.rows { if case .copied = $0 { true } else { false } }
    guard !export.files.isEmpty || !copied.isEmpty else { return "\nThere is nothing to move.\n" }
    let folder = folder ?? "blueprints"
    var steps: [String] = []
    if self.folder == nil, !export.files.isEmpty {
      steps.append("Write the files: flowform export --from-instances --out \(folder)")
    }
    steps += copied.map { copy($0, to: folder) }
    let variables = export.rows.filter { !$0.variables.isEmpty }
    if !variables.isEmpty {
      steps.append(
        "Set these variables to the secrets, which no file holds:\n"
          + variables.flatMap { row in
            row.variables.map { "   \($0.name)  (\($0.place) of \(row.instance.name))" }
          }.joined(separator: "\n"))
    }
    steps.append("Look at the plan; only `enabled` of the instances may change: flowform plan \(folder)")
    steps.append(
      "Apply it. \(InstanceExport.switchFile) disables the instances, so that authentik's importer leaves the objects to flowform: flowform apply \(folder)"
    )
    return "\nWhat to do:\n" + steps.enumerated().map { "\($0 + 1). \($1)\n" }.joined()
  }

  private func copy(_ row: InstanceExport.Row, to folder: String) -> String {
    guard case .copied(let target) = row.fate else { return "" }
    let source =
      row.instance.place == .registry
      ? "the image \(Self.withoutUser(row.instance.path))"
      : "/blueprints/\(row.instance.path) of authentik's container, or the volume that is mounted there,"
    let context =
      row.context.isEmpty
      ? "" : ", with this at its top:\n" + row.context.map { "   \($0)" }.joined(separator: "\n")
    return
      "Copy the file of \(row.instance.name) from \(source) to \(folder)/\(target), and add the instance to \(InstanceExport.switchFile)\(context)"
  }
}
