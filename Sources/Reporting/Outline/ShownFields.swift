import Model
import Planning

extension PlannedChange {
  /// The fields that a reader is shown, in every format for people. A field of a create that has the server's default
  /// tells nothing and is only shown if all fields are asked for.
  func shownFields(all: Bool) -> [FieldChange] {
    all ? fields : fields.filter { !$0.isServerDefault }
  }
}

extension Plan {
  /// One sentence about the fields that are not shown; nil if all are.
  var hiddenFields: String? {
    let count = changes.writes.reduce(0) { $0 + $1.fields.count(where: \.isServerDefault) }
    return count > 0 ? "Not shown: \(counted(count, "field")) with the server's default value" : nil
  }
}
