import Model

/// An argument, option or flag of a command, as the parser describes it.
package struct ArgumentDescription: Sendable, Hashable {
  /// The names as they are typed, such as `-q` and `--quiet`; empty for a positional argument.
  package let names: [String]
  /// The placeholder for its value; nil for a flag.
  package let value: String?
  package let isOptional: Bool
  package let isRepeating: Bool
  /// The accepted values, if they are a fixed list.
  package let values: [String]
  /// The help text, with the accepted values and the default.
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
    if let standard = dump["defaultValue"]?.string { help += " Default: \(standard)." }
    self.help = help
  }

  /// The form in a command's usage line.
  var usage: String {
    let text = value.map { "<\($0)>" } ?? ""
    return (isOptional ? "[\(text)]" : text) + (isRepeating ? " ..." : "")
  }
}
