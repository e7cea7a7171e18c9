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
    let keys = missing.flatMap { subject in
      [subject.identifiers[detailField]].compactMap { $0 } + (canRetrieve ? subject.primaryKeys : [])
    }
    let texts = Set(keys.filter { index.object(primaryKey: $0) == nil }.compactMap(Coercion.text)).sorted()
    let found = try await concurrently(texts, limit: parallelism) { try await api.retrieve(kind, key: $0) }
    return distinct(found.compactMap { $0 })
  }

  private func listed(_ targets: [LookupTarget]) async throws(APIError) -> Read {
    guard kind.canList else { throw APIError.rejected(status: 405, "\(kind.model) has no list") }
    if targets.count == 1, let lookUp = lookUp(targets[0]) {
      return Read(objects: try await found(by: lookUp), isWhole: false)
    }
    let first = try await api.firstPage(kind)
    let otherPages = first.pageCount - 1
    // The first page finds at most as many targets as it has objects.
    guard otherPages > 0, targets.count - first.objects.count < otherPages else {
      return Read(objects: try await api.rest(after: first, kind), isWhole: true)
    }
    let missing = targets.filter { !isSettled($0, by: first.objects) }.map(lookUp)
    let known = missing.compactMap { $0 }
    // Each look-up may need a second request, by primary key.
    let cost = known.reduce(0) { $0 + 1 + $1.primaryKeys.count }
    guard known.count == missing.count, cost < otherPages else {
      return Read(objects: try await api.rest(after: first, kind), isWhole: true)
    }
    api.client.activity.announce(known.count)
    let more = try await concurrently(known, limit: parallelism) { try await found(by: $0) }
    return Read(objects: distinct(first.objects + more.joined()), isWhole: false)
  }

  /// How to find one target without reading the whole list.
  private struct LookUp: Sendable {
    let filters: [(name: String, value: String)]
    let primaryKeys: [Value]
  }

  /// Nil if the server cannot be asked for this target alone.
  private func lookUp(_ subject: LookupTarget) -> LookUp? {
    let filters = subject.identifiers.filter { kind.canFilter(by: $0.key) }.compactMap { name, value in
      kind.filters[name].flatMap { filterText(value, as: $0) }.map { (name: name, value: $0) }
    }
    let keys = subject.primaryKeys.filter { !$0.isNull }
    // A target that is known only by its key is looked up by the key.
    let isNamed = !filters.isEmpty || (subject.identifiers.isEmpty && !keys.isEmpty)
    guard isNamed, keys.isEmpty || primaryKeyFilter != nil || canRetrieve else { return nil }
    return LookUp(filters: filters, primaryKeys: keys)
  }

  private func found(by lookUp: LookUp) async throws(APIError) -> [Value] {
    var objects = lookUp.filters.isEmpty ? [] : try await api.list(kind, filters: lookUp.filters)
    for key in lookUp.primaryKeys where !objects.contains(where: { $0[kind.primaryKey] == key }) {
      guard let text = Coercion.text(key) else { continue }
      if let filter = primaryKeyFilter {
        objects += try await api.list(kind, filters: [(name: filter, value: text)])
      } else if let object = try await api.retrieve(kind, key: text) {
        objects.append(object)
      }
    }
    return objects
  }

  private var canRetrieve: Bool { kind.detailField == kind.primaryKey }

  /// The list's filter for the primary key: `pk` itself, or `flow_uuid` of a flow.
  private var primaryKeyFilter: String? {
    let behindDot = kind.model.split(separator: ".").last ?? ""
    return [kind.primaryKey, "\(behindDot)_uuid"].first { kind.filters[$0] != nil }
  }

  /// The filter's text, or nil if it would not select by this value alone.
  private func filterText(_ value: Value, as type: FieldType) -> String? {
    switch Coercion.normalized(value, as: type) {
    case .string(let text) where !text.isEmpty: text
    case .integer(let number): String(number)
    case .bool(let flag): flag ? "true" : "false"
    default: nil
    }
  }

  /// Whether these objects settle a target: one of them has its unique identifier, and its primary keys are
  /// among them too.
  private func isSettled(_ subject: LookupTarget, by objects: [Value]) -> Bool {
    let unique = kind.uniqueFields.first { subject.identifiers[$0] != nil }
    guard let unique, let type = kind.field(unique)?.type else { return false }
    let wanted = Coercion.normalized(subject.identifiers[unique] ?? .null, as: type)
    let holder = objects.first { Coercion.normalized($0[unique] ?? .null, as: type) == wanted }
    guard let holder else { return false }
    return subject.primaryKeys.allSatisfy { key in
      key.isNull || holder[kind.primaryKey] == key || objects.contains { $0[kind.primaryKey] == key }
    }
  }

  private func distinct(_ objects: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return objects.filter { seen.insert($0[kind.primaryKey] ?? .null).inserted }
  }
}
