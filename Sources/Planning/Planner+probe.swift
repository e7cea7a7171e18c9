import Blueprints
import Catalog
import Model
import OrderedCollections

/// Plans from the create endpoint's answers, for a token that may not read.
extension Planner {
  mutating func change(
    for target: DesiredObject, _ kind: Kind, probing verdict: LiveObjects.Verdict
  ) -> PlannedChange? {
    let entry = target.entry
    if let record = record(for: entry), record.address != entry.address {
      // A create would make a second object.
      renamed.insert(record.address)
      diagnostics.append(
        .warning(
          "\(entry.address) was \(record.address), and a token that may not read it cannot rename it",
          at: entry.location))
      return skip(entry, "unreadable")
    }
    switch verdict {
    case .taken:
      let isOurs =
        input.records[entry.address]?.origin == .created || input.intendedCreates.contains(entry.address)
      return entry.state == .mustCreated && !isOurs ? existsAlready(entry) : skip(entry, "unreadable")
    case .free: return entry.state == .absent ? base(target, .unchanged, kind) : create(target, kind)
    case .unknown
    where input.uncertainCreates.contains(entry.address) && input.records[entry.address] == nil:
      diagnostics.append(
        .warning(
          "an interrupted run may have created \(entry.address), and a second create would make a duplicate; use a token that may view it",
          at: entry.location))
      return skip(entry, "unreadable")
    case .unknown(let reason):
      diagnostics.append(
        .warning(
          "it is unknown whether \(entry.address) exists (\(reason)); the plan relies on the state file",
          at: entry.location))
      guard let record = input.records[entry.address] else {
        return entry.state == .absent ? skip(entry, "unreadable") : create(target, kind)
      }
      guard entry.state != .absent else { return skip(entry, "unreadable") }
      let wanted = base(target, .unchanged, kind)
      // The state remembers no secrets, so it cannot tell whether they changed.
      let changes = Comparison.changes(
        of: wanted.values.filter { !wanted.secretFields.contains($0.key) }, against: .map(record.applied),
        as: kind)
      guard changes.isEmpty || entry.state != .present else { return skip(entry, "unreadable") }
      var change = wanted
      change.primaryKey = unreadKey(of: entry.address)
      change.origin = record.origin
      return change
    }
  }
}
