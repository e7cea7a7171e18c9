import Catalog
import Model
import OrderedCollections
import YAML

/// The blueprints that apply other blueprints of the set first, through `metaapplyblueprint` entries.
struct BlueprintApplications {
  static let model = "authentik_blueprints.metaapplyblueprint"

  /// An entry, and the position of the blueprint that it applies.
  private struct Application {
    let entry: Int
    let target: Int
  }

  /// The applications of each blueprint, by the position of the blueprint with the entry.
  private var applications: [[Application]]

  static func isOne(_ index: Int, _ resolution: inout Resolution) -> Bool {
    resolution.model(of: index) == model
  }

  /// The same for a slot that may know its model already.
  static func isOne(_ slot: EntrySlot) -> Bool {
    if case .done(let name) = slot.model { name == model } else { false }
  }

  init(_ resolution: inout Resolution) {
    applications = Array(repeating: [], count: resolution.blueprints.count)
    for index in resolution.table.indices where Self.isOne(index, &resolution) {
      guard let head = resolution.head(of: index), head.isEnabled, head.state != .absent,
        let target = Self.target(of: index, &resolution)
      else { continue }
      let blueprint = resolution.table[index].blueprint
      guard target != blueprint, let path = path(from: target, to: blueprint) else {
        if target != blueprint {
          applications[blueprint].append(Application(entry: index, target: target))
        } else {
          Self.report([blueprint, target], index, &resolution)
        }
        continue
      }
      Self.report([blueprint] + path, index, &resolution)
    }
  }

  private static func report(_ circle: [Int], _ index: Int, _ resolution: inout Resolution) {
    let names = circle.map { resolution.blueprints[$0].name ?? resolution.blueprints[$0].file }
    resolution.report(
      .error(
        "blueprints apply each other in a circle: \(names.joined(separator: " → "))",
        at: resolution.table[index].entry.location
      ).about(.order), resolution.scope(index))
  }

  /// The blueprints on the way from `start` to `end`, both included. Nil if there is no way.
  private func path(from start: Int, to end: Int) -> [Int]? {
    var origins: [Int: Int] = [start: start]
    var waiting = [start]
    while let next = waiting.popLast() {
      if next == end {
        var path = [end]
        while let last = path.last, last != start, let origin = origins[last] { path.append(origin) }
        return path.reversed()
      }
      for application in applications[next] where origins[application.target] == nil {
        origins[application.target] = next
        waiting.append(application.target)
      }
    }
    return nil
  }

  /// The position of the blueprint that an entry applies. Nil if it is not in the set.
  private static func target(of index: Int, _ resolution: inout Resolution) -> Int? {
    let scope = resolution.scope(index)
    let location = resolution.table[index].entry.location
    guard let attrs = resolution.declared(.attrs, of: index) else { return nil }
    warnOfIgnored(attrs, of: index, &resolution)
    var wanted = attrs.first { $0.name == "identifiers" }?.value.map
    if wanted == nil, let identifiers = resolution.declared(.identifiers, of: index), !identifiers.isEmpty {
      wanted = ValueMap(identifiers.map { ($0.name, $0.value) }) { $1 }
      resolution.report(
        .warning(
          "`identifiers` of a metaapplyblueprint belong below `attrs`, where authentik looks for them",
          at: location),
        scope)
    }
    let (name, path) = (wanted?["name"]?.string, wanted?["path"]?.string)
    guard name != nil || path != nil else {
      resolution.report(
        .error(
          "a metaapplyblueprint names the blueprint by `attrs: {identifiers: {name: …}}`, or by its `path`",
          at: location), scope)
      return nil
    }
    let found = resolution.blueprints.firstIndex { blueprint in
      (name.map { blueprint.name == $0 } ?? true)
        && (path.map { blueprint.file == $0 || blueprint.file.hasSuffix("/" + $0) } ?? true)
    }
    if let found { return found }
    let isRequired = attrs.first { $0.name == "required" }?.value.isTruthy ?? true
    let message = "the blueprint `\(name ?? path ?? "")` must be applied first, but is not among the files"
    guard !resolution.options.isOffline else {
      resolution.report(.note(message, at: location).about(.order), scope)
      return nil
    }
    guard let answer = resolution.questions.ask(.blueprintInstances) else { return nil }
    let isOnServer = (answer.value?.list ?? []).contains { instance in
      (name.map { instance["name"]?.string == $0 } ?? true)
        && (path.map { instance["path"]?.string == $0 } ?? true)
    }
    let place = "the server's blueprint instances"
    let diagnostic: Diagnostic =
      if isOnServer {
        .note("\(message); \(place) have it, so the server applies it", at: location)
      } else if !isRequired {
        .note(message, at: location)
      } else if answer.value == nil {
        .error("\(message), and \(place) cannot be read", at: location)
      } else {
        .error("\(message), nor among \(place)", at: location)
      }
    resolution.report(diagnostic.about(.order), scope)
    return nil
  }

  /// Warns about fields that authentik skips: it reads only `identifiers` and `required`.
  private static func warnOfIgnored(
    _ attrs: [DeclaredField], of index: Int, _ resolution: inout Resolution
  ) {
    let file = resolution.table[index].entry.file
    let known = ["identifiers", "required"]
    for field in attrs where !known.contains(field.name) {
      let reason =
        field.name == "context"
        ? "`context` of a metaapplyblueprint has no effect, not even in authentik: the other blueprint is applied with its own context; set values with --context"
        : "unknown field `\(field.name)` of a metaapplyblueprint has no effect\(Suggestion.hint(for: field.name, among: known))"
      resolution.report(
        .warning(reason, at: field.nameMark.location(in: file), strict: true), resolution.scope(index))
    }
  }

  /// The entries in the order in which they are merged. A blueprint that is applied first comes before the entries
  /// below the application, in any order of the files.
  func inMergeOrder(_ entries: [ResolvedEntry?], _ resolution: Resolution) -> [ResolvedEntry?] {
    guard hasAny else { return entries }
    let positions = Dictionary(grouping: entries.indices) { resolution.table[$0].blueprint }
    let targets = Dictionary(applications.joined().map { ($0.entry, $0.target) }) { first, _ in first }
    var ordered: [ResolvedEntry?] = []
    var isAdded = Array(repeating: false, count: applications.count)
    // The stack is explicit: a chain of blueprints may be as long as the set.
    for blueprint in applications.indices where !isAdded[blueprint] {
      isAdded[blueprint] = true
      var open = [(positions[blueprint] ?? [])[...]]
      while var rest = open.popLast() {
        guard let next = rest.popFirst() else { continue }
        open.append(rest)
        ordered.append(entries[next])
        guard let target = targets[next], !isAdded[target] else { continue }
        isAdded[target] = true
        open.append((positions[target] ?? [])[...])
      }
    }
    return ordered
  }

  private var hasAny: Bool { applications.contains { !$0.isEmpty } }

  /// The blueprint, and all that it applies directly or indirectly.
  private func applied(_ blueprint: Int) -> Set<Int> {
    var found: Set<Int> = [blueprint]
    var waiting = [blueprint]
    while let next = waiting.popLast() {
      for application in applications[next] where found.insert(application.target).inserted {
        waiting.append(application.target)
      }
    }
    return found
  }

  /// Records in each entry the objects that its blueprint applies first.
  func ordered(_ entries: [ResolvedEntry?], _ resolution: Resolution) -> [ResolvedEntry?] {
    guard hasAny else { return entries }
    let positions = Dictionary(grouping: entries.indices) { resolution.table[$0].blueprint }
    var addresses: [Int: Set<ResourceAddress>] = [:]
    func described(_ blueprint: Int) -> Set<ResourceAddress> {
      if let known = addresses[blueprint] { return known }
      let found = applied(blueprint).flatMap { positions[$0] ?? [] }.compactMap { entries[$0]?.address }
      addresses[blueprint] = Set(found)
      return Set(found)
    }
    return entries.indices.map { index in
      guard let entry = entries[index] else { return nil }
      var comesAfter = entry.comesAfter
      for application in applications[resolution.table[index].blueprint] where application.entry < index {
        let before = described(application.target)
        // An object that both describe belongs to the blueprint that comes first.
        if !before.contains(entry.address) { comesAfter.formUnion(before) }
      }
      return entry.with(references: entry.references, comesAfter: comesAfter)
    }
  }
}
