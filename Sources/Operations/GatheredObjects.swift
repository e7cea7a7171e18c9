import Exporting
import LiveReading
import Model
import OrderedCollections

/// The objects that an export has read, with the models that need not be asked for again.
struct GatheredObjects {
  private var byKey: [ExportedObject.Identifier: ExportedObject] = [:]
  private var asked: Set<String> = []
  private(set) var lacking: OrderedSet<String> = []

  /// In an order that does not depend on the one of the answers.
  var sorted: [ExportedObject] { byKey.sorted { $0.key < $1.key }.map(\.value) }

  /// The permissions without which something is missing.
  var warnings: [Diagnostic] {
    lacking.map { .warning("the token lacks \($0), so these objects are not exported", at: nil) }
  }

  mutating func add(_ objects: some Sequence<ExportedObject>) {
    for object in objects { byKey[object.id] = object }
  }

  /// Notes that all objects of a model are at hand.
  mutating func noteWhole(_ model: String) { asked.insert(model) }

  mutating func noteLacking(_ permission: String) { lacking.append(permission) }

  /// True if some of the models have not been asked for.
  func lacks(_ models: Set<String>) -> Bool { !models.isSubset(of: asked) }

  /// Reads all objects of the models that have not been asked for. Returns false if there are none.
  mutating func read(_ models: Set<String>, _ reader: LiveReader) async throws -> Bool {
    let wanted = models.subtracting(asked)
    guard !wanted.isEmpty else { return false }
    let read = try await reader.objects(of: wanted)
    asked.formUnion(wanted)
    lacking.formUnion(read.lacking)
    add(read.objects.map { ExportedObject(kind: $0.kind, fields: $0.fields) })
    return true
  }
}
