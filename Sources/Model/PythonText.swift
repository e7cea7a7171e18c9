/// Prints JSON values like Python, as the server's messages quote them.
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
    case .reference, .pending: "reference"
    }
  }

  /// `repr(value)`, or `ascii(value)`.
  package static func representation(_ value: Value, isASCII: Bool = false) -> String {
    switch value {
    case .null: "None"
    case .bool(let flag): flag ? "True" : "False"
    case .integer(let number): String(number)
    case .bigInteger(let digits): digits
    case .double(let number): text(number)
    case .string(let text): quoted(text, isASCII)
    case .reference(let reference): reference.address.description
    case .pending(let pending): pending.sources.first?.address.description ?? ""
    case .list(let items): "[\(items.map { representation($0, isASCII: isASCII) }.joined(separator: ", "))]"
    case .map(let entries):
      "{\(entries.map { "\(quoted($0.key, isASCII)): \(representation($0.value, isASCII: isASCII))" }.joined(separator: ", "))}"
    }
  }

  /// `repr` of a float: the shortest digits, with an exponent below 1e-4 and from 1e16 on.
  private static func text(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
    let parts = "\(number.magnitude)".split(separator: "e")
    let halves = (parts.first ?? "0").split(separator: ".", omittingEmptySubsequences: false)
    let (whole, fraction) = (halves.first ?? "0", halves.count > 1 ? halves[1] : "0")
    let all = (whole + fraction).drop { $0 == "0" }
    guard !all.isEmpty else { return number.sign == .minus ? "-0.0" : "0.0" }
    let leadingZeros = whole.utf8.count + fraction.utf8.count - all.utf8.count
    let shift = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let exponent = whole.utf8.count - 1 - leadingZeros + shift
    var digits = String(all)
    while digits.hasSuffix("0"), digits.utf8.count > 1 { digits.removeLast() }
    return (number < 0 ? "-" : "") + text(digits, exponent: exponent)
  }

  private static func text(_ digits: String, exponent: Int) -> String {
    func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }
    let count = digits.utf8.count
    switch exponent {
    case 0..<16 where count <= exponent + 1: return digits + zeros(exponent + 1 - count) + ".0"
    case 0..<16: return digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
    case -4..<0: return "0." + zeros(-exponent - 1) + digits
    default:
      let mantissa = digits.prefix(1) + (count > 1 ? "." + digits.dropFirst() : "")
      let power = String(exponent.magnitude)
      return "\(mantissa)e\(exponent < 0 ? "-" : "+")\(zeros(2 - power.utf8.count))\(power)"
    }
  }

  private static func quoted(_ text: String, _ isASCII: Bool) -> String {
    let quote: Unicode.Scalar = text.contains("'") && !text.contains("\"") ? "\"" : "'"
    var result = String(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case quote: result += "\\\(quote)"
      default:
        if isPrintable(scalar), !isASCII || scalar.isASCII {
          result.unicodeScalars.append(scalar)
        } else {
          result += escaped(scalar.value)
        }
      }
    }
    return result + String(quote)
  }

  /// Like `str.isprintable`: neither a control or format character nor a separator other than the space.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    case .spaceSeparator: scalar == " "
    default: true
    }
  }

  private static func escaped(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    let (letter, width) = value < 0x100 ? ("x", 2) : value < 0x10000 ? ("u", 4) : ("U", 8)
    return "\\\(letter)" + String(repeating: "0", count: width - digits.utf8.count) + digits
  }
}
