import Catalog
import Model
import OrderedCollections

/// The file of each exported object, as a path below the folder. It is empty if the object's entry is not found.
///
/// A flow or an application has a file with all that belongs to it alone. Everything else is in a file for its kind. No file
/// needs another one that needs it in turn, so that each file can be applied before those that need it.
struct FileLayout {
  private(set) var files: [ExportedObject.Identifier: String]
  /// Files that need each other, because of where a user put their entries.
  private(set) var circles: [[String]] = []
  private let graph: ExportGraph
  /// The objects whose entries exist already. They stay where they are.
  private let fixed: Set<ExportedObject.Identifier>
  private let splits: Set<ExportSplit>

  /// The file for objects of several kinds that need each other.
  private static let mixed = "shared/mixed.yaml"

  /// `existing` are the files of the objects that have an entry.
  init(
    _ graph: ExportGraph, _ splits: Set<ExportSplit>, existing: [ExportedObject.Identifier: String]
  ) {
    self.graph = graph
    self.splits = splits
    fixed = Set(existing.keys)
    files = [:]
    let owners = owners()
    for object in graph.order {
      let owner = owners[object.id].flatMap { $0.count == 1 ? $0.first : nil }
      files[object.id] = existing[object.id] ?? owner ?? kindFile(object)
    }
    breakCircles()
  }

  /// All objects in one file.
  init(_ graph: ExportGraph, file: String) {
    self.graph = graph
    splits = []
    fixed = []
    files = Dictionary(uniqueKeysWithValues: graph.order.map { ($0.id, file) })
  }

  private func kindFile(_ object: ExportedObject) -> String {
    let name = Self.fileName(object.kind.model) + ".yaml"
    return splits == [.kind] ? name : "shared/" + name
  }

  // MARK: - Owners

  private func owners() -> [ExportedObject.Identifier: Set<String>] {
    let parts = ObjectParts(graph.index)
    let objects = Dictionary(graph.order.map { ($0.id, $0) }) { first, _ in first }
    var owners: [ExportedObject.Identifier: Set<String>] = [:]
    func own(_ found: [ExportedObject], _ file: String, _ isPart: (Kind) -> Bool) {
      var waiting = found.filter { objects[$0.id] != nil }
      while let next = waiting.popLast() {
        guard owners[next.id, default: []].insert(file).inserted else { continue }
        for need in graph.needs[next.id] ?? [] {
          if let object = objects[need], isPart(object.kind), object.managed == nil { waiting.append(object) }
        }
      }
    }
    for object in graph.order {
      let name = Self.fileName(object.fields["slug"]?.string ?? object.id.key)
      switch object.kind.model {
      case "authentik_flows.flow" where splits.contains(.flow):
        own(parts.of(flow: object), "flows/\(name).yaml", ObjectParts.isPart)
      case "authentik_core.application" where splits.contains(.application):
        own(
          parts.of(application: object), "applications/\(name).yaml", ObjectParts.isPartOfApplication)
      default: break
      }
    }
    return owners
  }

  /// A name that is safe in a path: other characters become `%` and their code.
  private static func fileName(_ text: String) -> String {
    text.utf8.enumerated().map { position, byte in
      let character = Character(Unicode.Scalar(byte))
      let isSafe =
        byte < 0x80
        && (character.isLetter || character.isNumber || "-_".contains(character)
          || (character == "." && position > 0))
      guard !isSafe else { return String(character) }
      let code = String(byte, radix: 16, uppercase: true)
      return "%" + (code.count == 1 ? "0" : "") + code
    }.joined()
  }

  // MARK: - Files that need each other

  /// The files that each file needs.
  var needs: [String: Set<String>] {
    var needs: [String: Set<String>] = [:]
    for (object, needed) in graph.needs {
      guard let file = files[object], !file.isEmpty else { continue }
      for other in needed {
        if let target = files[other], target != file, !target.isEmpty {
          needs[file, default: []].insert(target)
        }
      }
    }
    return needs
  }

  /// Moves objects that others of a circle need to the files of their kinds, until no file needs one that needs it.
  private mutating func breakCircles() {
    while true {
      let found = FileCircles.all(needs)
      let next = found.map { moves(in: Set($0)) }.first { !$0.isEmpty } ?? [:]
      guard !next.isEmpty else {
        circles = found
        return
      }
      for (object, file) in next { files[object] = file }
    }
  }

  private func moves(in circle: Set<String>) -> [ExportedObject.Identifier: String] {
    let movable = graph.order.filter { object in
      files[object.id].map(circle.contains) == true && !fixed.contains(object.id)
    }
    let needed = Set(
      graph.needs.flatMap { object, needed in
        needed.filter { other in
          guard let file = files[object], let target = files[other] else { return false }
          return file != target && circle.contains(file) && circle.contains(target)
        }
      })
    var moves: [ExportedObject.Identifier: String] = [:]
    for object in movable where needed.contains(object.id) && files[object.id] != Self.mixed {
      let file = kindFile(object)
      if files[object.id] != file { moves[object.id] = file }
    }
    guard moves.isEmpty else { return moves }
    // Only files of kinds are left.
    for object in movable where files[object.id] != Self.mixed { moves[object.id] = Self.mixed }
    return moves
  }
}
