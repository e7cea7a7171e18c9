import Model

/// An argument, option or flag of a command as the parser knows it.
package struct ArgumentDescription: Sendable, Hashable {
  /// As they are typed, such as `-q` and `--quiet`; none of an argument that is told by its place.
  package let names: [String]
  /// What stands for its value; nil of a flag.
  package let value: String?
  package let isOptional: Bool
  package let isRepeating: Bool
  /// The values that it takes, where they can be counted.
  package let values: [String]
  /// What it says of itself, with the values that it takes and the one that it has unless given.
  package let help: String

  init(_ dump: Value) {
    names = (dump["names"]?.list ?? []).map {
      ($0.text("kind") == "long" ? "--" : "-") + $0.text("name")
    }
    value = dump.text("kind") == "flag" ? nil : dump.text("valueName")
    isOptional = dump["isOptional"]?.bool ?? false
    isRepeating = dump["isRepeating"]?.bool ?? false
    values = (dump["allValues"]?.list ?? []).compactMap(\.string)
    var help = dump.text("abstract")
    if !values.isEmpty { help += " One of \(values.joined(separator: ", "))." }
    if let standard = dump["defaultValue"]?.string { help += " Unless given: \(standard)." }
    self.help = help
  }

  /// As the line of a command shows it that takes it.
  var usage: String {
    let text = value.map { "<\($0)>" } ?? ""
    return (isOptional ? "[\(text)]" : text) + (isRepeating ? " ..." : "")
  }
}
