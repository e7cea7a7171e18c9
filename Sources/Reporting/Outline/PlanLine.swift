/// A line of a plan for people, before it is laid out for a terminal or a web page.
struct PlanLine: Hashable {
  /// The kind of change that a line shows.
  enum Mark: Hashable {
    case create, update, restore, delete, adopt, skip, unchanged
    /// A line that is not an object's own.
    case none
    /// A line of a text that was added or removed.
    case added, removed
  }

  /// The column of the mark.
  var column: Int
  var mark = Mark.none
  var text: String
  /// Shown dimmed after the text: the place in a file.
  var place = ""
  /// Shown emphasised after the text.
  var remark = ""
  /// True for an object that has no change itself.
  var isContext = false
}
