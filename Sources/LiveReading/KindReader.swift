import Catalog
import Model
import OrderedCollections
import Planning
import Remote

/// Reads every object of one kind that the targets could mean, in as few requests as possible.
///
/// One list page can replace many look-ups, and one look-up can replace a hundred pages. After the first
/// page, the cost of both ways is known.
struct KindReader {
  let api: LiveAPI
  let kind: Kind
  let parallelism: Int

  /// The objects that were read, and whether they are all of the kind.
  struct Read: Sendable {
    let objects: [Value]
    let isWhole: Bool
  }

  /// `known` is the whole list, if it has been read before.
  func read(_ targets: [LookupTarget], known: [Value]? = nil) async throws(APIError) -> Read {
    let read = if let known { Read(objects: known, isWhole: true) } else { try await listed(targets) }
    guard kind.hidesObjects else { return read }
    return Read(objects: try await read.objects + hidden(targets, read.objects), isWhole: read.isWhole)
  }

  /// Objects that the list leaves out, read one by one by key.
  private func hidden(_ targets: [LookupTarget], _ objects: [Value]) async throws(APIError) -> [Value] {
    guard let detailField = kind.detailField else { return [] }
    let index = LiveIndex(objects, kind: kind)
    let missing = targets.filter { index.objects(matching: $0.identifiers).isEmpty }
    let keys = missing.flatMap { target in
      [target.identifiers[detailField]].compactMap { $0 }
        + (kind.retrievesByPrimaryKey ? target.primaryKeys : [])
    }
    let texts = Set(keys.filter { index.object(primaryKey: $0) == nil }.compactMap(Coercion.text)).sorted()
    let found = try await concurrently(texts, limit: parallelism) { try await api.retrieve(kind, key: $0) }
    return distinct(found.compactMap { $0 })
  }

  private func listed(_ targets: [LookupTarget]) async throws(APIError) -> Read {
    guard kind.canList else { throw APIError.rejected(status: 405, "\(kind.model) has no list") }
    if let lookUp = ReadStrategy.single(targets, of: kind) {
      return Read(objects: try await found(by: lookUp), isWhole: false)
    }
    let first = try await api.firstPage(kind)
    switch ReadStrategy.choose(targets, of: kind, after: first.objects, otherPages: first.pageCount - 1) {
    case .wholeList: return Read(objects: try await api.rest(after: first, kind), isWhole: true)
    case .lookUps(let lookUps):
      api.client.activity.announce(lookUps.count)
      let more = try await concurrently(lookUps, limit: parallelism) { try await found(by: $0) }
      return Read(objects: distinct(first.objects + more.joined()), isWhole: false)
    }
  }

  private func found(by lookUp: SingleLookUp) async throws(APIError) -> [Value] {
    var objects = lookUp.filters.isEmpty ? [] : try await api.list(kind, filters: lookUp.filters)
    for key in lookUp.primaryKeys where !objects.contains(where: { $0[kind.primaryKey] == key }) {
      guard let text = Coercion.text(key) else { continue }
      if let filter = kind.primaryKeyFilter {
        objects += try await api.list(kind, filters: [(name: filter, value: text)])
      } else if let object = try await api.retrieve(kind, key: text) {
        objects.append(object)
      }
    }
    return objects
  }

  private func distinct(_ objects: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return objects.filter { seen.insert($0[kind.primaryKey] ?? .null).inserted }
  }
}
