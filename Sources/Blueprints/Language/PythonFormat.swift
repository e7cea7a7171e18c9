import Glibc
import Model

/// Python's `format % arguments`.
struct PythonFormat {
  struct Mistake: Error {
    let message: String
  }

  /// The largest allowed width or precision: a blueprint of one line must not fill the memory.
  static let limit = 1000
  /// The largest text that a format may produce, in bytes.
  static let textLimit = 4 * 1024 * 1024

  private struct Specification {
    var isLeft = false, hasSign = false, hasSpace = false, isAlternate = false, isZeroPadded = false
    var width = 0
    var precision: Int?
  }

  private let format: [Unicode.Scalar]
  private var position = 0
  private var arguments: ArraySlice<Value>
  private var output = String.UnicodeScalarView()

  static func text(_ format: String, _ arguments: [Value]) throws(Mistake) -> String {
    var formatting = PythonFormat(format, arguments)
    return try formatting.run()
  }

  private init(_ format: String, _ arguments: [Value]) {
    self.format = Array(format.unicodeScalars)
    self.arguments = arguments[...]
  }

  private mutating func run() throws(Mistake) -> String {
    while position < format.count {
      let scalar = format[position]
      position += 1
      if scalar == "%" { try conversion() } else { output.append(scalar) }
      guard String(output).utf8.count <= Self.textLimit else {
        throw Mistake(message: "the text would have more than \(Self.textLimit) bytes")
      }
    }
    guard arguments.isEmpty else {
      throw Mistake(message: "\(arguments.count) more arguments than the format takes")
    }
    return String(output)
  }

  private mutating func next() throws(Mistake) -> Unicode.Scalar {
    guard position < format.count else { throw Mistake(message: "the format ends within a conversion") }
    defer { position += 1 }
    return format[position]
  }

  private mutating func argument() throws(Mistake) -> Value {
    guard let first = arguments.popFirst() else {
      throw Mistake(message: "the format needs more arguments than there are")
    }
    return first
  }

  private mutating func conversion() throws(Mistake) {
    var specification = Specification()
    var scalar = try next()
    if scalar == "(" {
      throw Mistake(message: "a name in brackets (`%(name)s`) needs a map, and the arguments are a list")
    }
    flags: while true {
      switch scalar {
      case "-": specification.isLeft = true
      case "+": specification.hasSign = true
      case " ": specification.hasSpace = true
      case "#": specification.isAlternate = true
      case "0": specification.isZeroPadded = true
      default: break flags
      }
      scalar = try next()
    }
    let width = try number(&scalar)
    if let width, width < 0 { specification.isLeft = true }
    specification.width = abs(width ?? 0)
    if scalar == "." {
      scalar = try next()
      specification.precision = max(0, try number(&scalar) ?? 0)
    }
    // Python ignores C's length modifiers.
    if "hlL".unicodeScalars.contains(scalar) { scalar = try next() }
    if scalar == "%" {
      output.append("%")
      return
    }
    try append(scalar, try argument(for: scalar), specification)
  }

  private mutating func argument(for scalar: Unicode.Scalar) throws(Mistake) -> Value {
    guard "diouxXeEfFgGcrsa".unicodeScalars.contains(scalar) else {
      throw Mistake(message: "there is no conversion `%\(scalar)`")
    }
    return try argument()
  }

  /// A width or precision: digits, or `*` for the next argument.
  private mutating func number(_ scalar: inout Unicode.Scalar) throws(Mistake) -> Int? {
    var result: Int?
    if scalar == "*" {
      guard let value = try argument().integer else { throw Mistake(message: "`*` takes an integer") }
      result = value
      scalar = try next()
    } else {
      while let digit = Self.digit(scalar) {
        result = min((result ?? 0) * 10 + digit, Self.limit + 1)
        scalar = try next()
      }
    }
    guard (result ?? 0).magnitude <= Self.limit else {
      throw Mistake(message: "a width or precision of more than \(Self.limit)")
    }
    return result
  }

  private static func digit(_ scalar: Unicode.Scalar) -> Int? {
    ("0"..."9").contains(scalar) ? Int(scalar.value) - 0x30 : nil
  }

  private mutating func append(
    _ scalar: Unicode.Scalar, _ value: Value, _ specification: Specification
  ) throws(Mistake) {
    switch scalar {
    case "s", "r", "a":
      let text =
        scalar == "s" ? PythonText.text(value) : PythonText.representation(value, isASCII: scalar == "a")
      let scalars = text.unicodeScalars
      pad(
        "", String(String.UnicodeScalarView(scalars.prefix(specification.precision ?? scalars.count))),
        specification)
    case "c": pad("", try character(value), specification)
    case "d", "i", "u":
      pad(number: try PythonInteger(value, conversion: scalar), "", specification)
    case "x", "X", "o":
      let number = try PythonInteger(value, conversion: scalar)
      let digits = number.digits(radix: scalar == "o" ? 8 : 16)
      pad(
        number: PythonInteger(
          isNegative: number.isNegative, magnitude: scalar == "X" ? digits.uppercased() : digits),
        specification.isAlternate ? "0\(scalar)" : "", specification)
    default: try append(float: scalar, value, specification)
    }
  }

  private func character(_ value: Value) throws(Mistake) -> String {
    if let text = value.string, text.unicodeScalars.count == 1 { return text }
    let number = value.integer ?? value.bool.map { $0 ? 1 : 0 }
    guard let number, let scalar = UInt32(exactly: number).flatMap(Unicode.Scalar.init) else {
      throw Mistake(message: "`%c` takes a character or its number, not \(value.typeName)")
    }
    return String(scalar)
  }

  private mutating func append(
    float scalar: Unicode.Scalar, _ value: Value, _ specification: Specification
  ) throws(Mistake) {
    let number: Double? =
      switch value {
      case .double(let number): number
      case .integer(let number): Double(number)
      case .bigInteger(let digits): Double(digits)
      case .bool(let flag): flag ? 1 : 0
      default: nil
      }
    guard let number else {
      throw Mistake(message: "`%\(scalar)` takes a number, not \(value.typeName)")
    }
    let text = Self.printed(
      "%\(specification.isAlternate ? "#" : "").*\(scalar)", precision: specification.precision ?? 6,
      abs(number))
    pad(
      number: PythonInteger(isNegative: number.sign == .minus, magnitude: text), "",
      Specification(
        isLeft: specification.isLeft, hasSign: specification.hasSign, hasSpace: specification.hasSpace,
        isZeroPadded: specification.isZeroPadded, width: specification.width))
  }

  /// The number as C prints it.
  private static func printed(_ format: String, precision: Int, _ number: Double) -> String {
    let arguments: [any CVarArg] = [Int32(clamping: precision), number]
    let count = Int(withVaList(arguments) { vsnprintf(nil, 0, format, $0) })
    guard count > 0 else { return "" }
    let bytes = [CChar](unsafeUninitializedCapacity: count + 1) { buffer, initialized in
      initialized = withVaList(arguments) { Int(vsnprintf(buffer.baseAddress, count + 1, format, $0)) }
    }
    return String(decoding: bytes.lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private mutating func pad(number: PythonInteger, _ prefix: String, _ specification: Specification) {
    let sign = number.isNegative ? "-" : specification.hasSign ? "+" : specification.hasSpace ? " " : ""
    let missing = max(0, (specification.precision ?? 0) - number.magnitude.utf8.count)
    let digits = String(repeating: "0", count: missing) + number.magnitude
    let free = specification.width - sign.utf8.count - prefix.utf8.count - digits.utf8.count
    let isFilled = specification.isZeroPadded && !specification.isLeft && free > 0
    pad(sign + prefix, (isFilled ? String(repeating: "0", count: free) : "") + digits, specification)
  }

  private mutating func pad(_ prefix: String, _ text: String, _ specification: Specification) {
    let count = prefix.unicodeScalars.count + text.unicodeScalars.count
    let blanks = repeatElement(" " as Unicode.Scalar, count: max(0, specification.width - count))
    if !specification.isLeft { output.append(contentsOf: blanks) }
    output.append(contentsOf: prefix.unicodeScalars)
    output.append(contentsOf: text.unicodeScalars)
    if specification.isLeft { output.append(contentsOf: blanks) }
  }
}
