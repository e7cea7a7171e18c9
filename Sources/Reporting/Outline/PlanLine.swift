/// A line of a plan for a person, before it is laid out for a terminal or a web page.
struct PlanLine: Hashable {
  /// What a line says is done.
  enum Mark: Hashable {
    case create, update, restore, delete, adopt, skip, unchanged
    /// Not an object's own line.
    case none
    /// A line of a text that is new, or gone.
    case added, removed
  }

  /// How many characters the mark stands away from the margin.
  var column: Int
  var mark = Mark.none
  var text: String
  /// What stands behind the text and matters less: the place in a file.
  var place = ""
  /// What stands behind the text and matters more.
  var remark = ""
  /// True for an object that does not change itself.
  var isContext = false
}
