/// How Python prints the values of JSON, as the server's messages quote them.
package enum PythonText {
  /// `str(value)`.
  package static func text(_ value: Value) -> String {
    if case .string(let text) = value { text } else { representation(value) }
  }

  /// The name of the value's type.
  package static func typeName(_ value: Value) -> String {
    switch value {
    case .null: "NoneType"
    case .bool: "bool"
    case .integer, .bigInteger: "int"
    case .double: "float"
    case .string: "str"
    case .list: "list"
    case .map: "dict"
    case .reference: "reference"
    }
  }

  /// `repr(value)`.
  private static func representation(_ value: Value) -> String {
    switch value {
    case .null: "None"
    case .bool(let flag): flag ? "True" : "False"
    case .integer(let number): String(number)
    case .bigInteger(let digits): digits
    case .double(let number): "\(number)"
    case .string(let text): quoted(text)
    case .reference(let reference): reference.address.description
    case .list(let items): "[\(items.map(representation).joined(separator: ", "))]"
    case .map(let entries):
      "{\(entries.map { "\(quoted($0.key)): \(representation($0.value))" }.joined(separator: ", "))}"
    }
  }

  private static func quoted(_ text: String) -> String {
    let quote: Unicode.Scalar = text.contains("'") && !text.contains("\"") ? "\"" : "'"
    var result = String(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case quote: result += "\\\(quote)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + String(quote)
  }
}
