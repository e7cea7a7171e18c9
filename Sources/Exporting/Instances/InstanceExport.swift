import Blueprints
package import Catalog
import Model
import OrderedCollections

/// The server's blueprint instances as files of a set, and the fate of each.
package struct InstanceExport: Sendable {
  /// What becomes of an instance.
  package enum Fate: Sendable, Hashable {
    /// Its blueprint becomes this file.
    case file(String)
    /// Its blueprint is a file of the server, to be copied to this place below the folder.
    case copied(to: String)
    /// It stays with authentik, which ships it.
    case stays
    /// It applies nothing.
    case disabled
    /// There is nothing that could be written.
    case broken(String)
  }

  package struct Row: Sendable {
    package let instance: BlueprintInstance
    package let fate: Fate
    /// The names of the blueprints that are applied before it.
    package internal(set) var after: [String] = []
    /// The variables that stand for its secrets.
    package internal(set) var variables: [SecretVariable] = []
    /// The values of its context in one line each, without secrets; for a file that is to be copied.
    package internal(set) var context: [String] = []
    /// False if the server's list of files does not have its path; nil if there is no list.
    package internal(set) var isOnDisk: Bool?
  }

  package struct File: Sendable {
    package let path: String
    package let text: String
  }

  /// In the order of their names.
  package private(set) var rows: [Row] = []
  /// The files to write, the one that switches authentik's importer off last.
  package private(set) var files: [File] = []

  /// The file with the entries that disable the instances.
  package static let switchFile = "importer-off.yaml"

  /// `available` are the paths of the files on the server's disk, or nil if it does not tell.
  package init(_ instances: [BlueprintInstance], available: Set<String>?, catalog: Catalog) {
    let sorted = instances.map { (instance: $0, key: ($0.name, $0.path)) }.sorted { $0.key < $1.key }
      .map(\.instance)
    var taken: Set<String> = [Self.switchFile]
    var texts: [Int: InstanceText] = [:]
    for instance in sorted {
      let name = Self.fileName(instance.name, &taken)
      var row = Row(instance: instance, fate: .stays)
      switch (instance.isEnabled, instance.place) {
      case (_, .shipped): break
      case (false, _): row = Row(instance: instance, fate: .disabled)
      case (true, .nowhere): row = Row(instance: instance, fate: .broken("it has neither a path nor content"))
      case (true, .file):
        row = Row(instance: instance, fate: .copied(to: instance.path))
        row.isOnDisk = available.map { $0.contains(instance.path) }
      case (true, .registry): row = Row(instance: instance, fate: .copied(to: name))
      case (true, .content):
        do throws(InstanceText.Failure) {
          let variables = SecretVariables(prefix: String(name.dropLast(".yaml".count)))
          texts[rows.count] = try InstanceText(instance, variables: variables, catalog: catalog)
          row = Row(instance: instance, fate: .file(name))
        } catch {
          row = Row(instance: instance, fate: .broken(error.message))
        }
      }
      rows.append(row)
    }
    order(&texts)
    for (position, text) in texts.sorted(by: { $0.key < $1.key }) {
      guard case .file(let path) = rows[position].fate else { continue }
      rows[position].variables = text.variables.all
      let title = rows[position].instance.name.split(whereSeparator: \.isNewline).joined(separator: " ")
      files.append(
        File(
          path: path,
          text: "# authentik's blueprint instance `\(title)`\n" + String(decoding: text.bytes, as: UTF8.self))
      )
    }
    for position in rows.indices {
      guard case .copied = rows[position].fate else { continue }
      var written = ContextLines(rows[position].instance)
      rows[position].context = written.lines()
      rows[position].variables = written.variables.all
    }
    if !files.isEmpty { files.append(switchOff()) }
  }

  package func rows(where isWanted: (Fate) -> Bool) -> [Row] { rows.filter { isWanted($0.fate) } }

  /// `our-groups.yaml`
  private static func fileName(_ name: String, _ taken: inout Set<String>) -> String {
    let words = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let plain = words.isEmpty ? "blueprint" : words.joined(separator: "-")
    var file = "\(plain).yaml"
    var number = 2
    while !taken.insert(file).inserted {
      file = "\(plain)-\(number).yaml"
      number += 1
    }
    return file
  }

  // MARK: - Order

  /// Records which blueprints apply which others first. Those that are applied by name get the name of their instance,
  /// because that is what authentik looks for.
  private mutating func order(_ texts: inout [Int: InstanceText]) {
    var wanted: Set<String> = []
    for (position, text) in texts {
      let (names, paths) = text.applied
      rows[position].after = names + paths
      wanted.formUnion(names)
    }
    for position in texts.keys.sorted() where wanted.contains(rows[position].instance.name) {
      do throws(InstanceText.Failure) { try texts[position]?.setName(rows[position].instance.name) } catch {
        // The file stays as it is; a plan says which blueprint is missing.
        continue
      }
    }
  }

  // MARK: - Switching off

  private func switchOff() -> File {
    let written = rows { if case .file = $0 { true } else { false } }
    let copied = rows { if case .copied = $0 { true } else { false } }
    let names = Dictionary(rows.map { ($0.instance.name, 1) }, uniquingKeysWith: +)
    func entry(_ row: Row) -> String {
      let name = JSONWriter.write(.string(row.instance.name))
      let isUnique = names[row.instance.name] == 1
      let identifier = isUnique ? "name: \(name)" : "pk: \(Coercion.text(row.instance.primaryKey) ?? "")"
      return """
        - model: authentik_blueprints.blueprintinstance
          identifiers: {\(identifier)}
          attrs: {enabled: false}

        """
    }
    var text = """
      # Makes authentik leave the other files of this folder to flowform.
      version: 1
      entries:
      \(written.map(entry).joined())
      """
    if !copied.isEmpty {
      text += "\n# For these, copy the file first: the API does not give its content.\n"
      text += copied.map(entry).joined().split(separator: "\n").map { "# \($0)\n" }.joined()
    }
    return File(path: Self.switchFile, text: text)
  }
}
