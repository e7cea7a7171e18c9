import Blueprints
import Model

/// The objects of the state that a plan checks for left-overs: all of them, or for a part of the set those that come
/// from its files or from below its directories.
///
/// To check the others, the server's list of every kind in the state would have to be read.
struct PlanScope {
  private let isWhole: Bool
  private let only: Selection
  private let files: FileScope

  init(_ request: PlanRequest) {
    isWhole = !request.isPart
    only = request.options.only
    files = FileScope(request.paths + request.files.files.map(\.source.file))
  }

  /// The addresses of the records that no entry describes and the plan does not check.
  func unchecked(
    _ records: [ResourceAddress: ResourceRecord], _ desired: DesiredSet
  ) -> Set<ResourceAddress> {
    guard !isWhole || !only.isEmpty else { return [] }
    let described = Set(desired.entries.map(\.address)).union(desired.described).union(desired.failures)
    let sources = Set(records.values.map(\.source)).filter(files.covers)
    return Set(
      records.lazy.filter { address, record in
        !described.contains(address)
          && !(only.covers(address, record) && (isWhole || sources.contains(record.source)))
      }.map(\.key))
  }

  /// Says how many of all records are not checked.
  func note(_ records: [ResourceAddress: ResourceRecord], _ desired: DesiredSet) -> [Diagnostic] {
    let count = unchecked(records, desired).count
    guard count > 0 else { return [] }
    let objects =
      count == 1
      ? "1 object of the state is outside of this plan and was"
      : "\(count) objects of the state are outside of this plan and were"
    return [.note("\(objects) not checked for left-overs; to check them, plan all blueprints", at: nil)]
  }
}
