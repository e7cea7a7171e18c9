import HTTPTypes
import Model
import OrderedCollections

/// Reads the body of a write.
enum RequestBody {
  /// The sent object; a missing body counts as an empty object.
  static func object(of request: SandboxRequest, _ traits: ServerTraits) throws(Refusal) -> ValueMap {
    guard !request.body.isEmpty else { return [:] }
    let value = try value(of: request, traits)
    switch value {
    case .map(let object): return object
    case .null: throw refused("No data provided")
    default:
      throw refused("Invalid data. Expected a dictionary, but got \(PythonText.typeName(value)).")
    }
  }

  private static func refused(_ message: String) -> Refusal {
    .invalid(["non_field_errors": [.string(message)]])
  }

  private static func value(of request: SandboxRequest, _ traits: ServerTraits) throws(Refusal) -> Value {
    let contentType = request.headers[.contentType] ?? ""
    let parts = contentType.lowercased().split(separator: ";").map {
      $0.split(separator: " ").joined()
    }
    guard parts.first == "application/json" else {
      throw Refusal(415, detail: "Unsupported media type \"\(contentType)\" in request.")
    }
    let isLatin1 = parts.contains {
      ["charset=latin-1", "charset=latin1", "charset=iso-8859-1"].contains($0)
    }
    let bytes = isLatin1 ? latin1(request.body) : request.body
    if let complaint = UTF8Complaint.first(in: bytes) {
      throw traits.crashesOnInvalidUTF8 ? .crash : parseError(complaint)
    }
    do {
      return try JSONReader.read(bytes)
    } catch {
      throw parseError(message(error, in: bytes))
    }
  }

  private static func latin1(_ bytes: [UInt8]) -> [UInt8] {
    Array(String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })).utf8)
  }

  private static func parseError(_ message: String) -> Refusal {
    Refusal(400, detail: "JSON parse error - \(message)")
  }

  /// In the words of orjson, the parser of both versions.
  private static func message(_ error: JSONError, in bytes: [UInt8]) -> String {
    guard bytes.contains(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else {
      return "input data is empty: line 1 column 1 (char 0)"
    }
    let what =
      switch error.reason {
      case .empty: "input data is empty"
      case .unexpectedEnd: "unexpected end of data"
      case .unexpectedCharacter: "unexpected character"
      case .invalidLiteral: "invalid literal"
      case .invalidNumber: "invalid number"
      case .controlCharacter: "unexpected control character in string"
      case .invalidEscape: "no low surrogate in string"
      case .invalidUTF8: "str is not valid UTF-8: surrogates not allowed"
      case .trailingContent: "unexpected content after document"
      case .trailingComma: "trailing comma is not allowed"
      case .tooDeep, .tooMany: "array and object recursion depth exceeded"
      }
    // An unpaired surrogate is reported after its escape.
    let shift =
      error.reason == .invalidEscape && bytes[error.offset...].starts(with: Array("\\u".utf8)) ? 6 : 0
    let position = String(decoding: bytes.prefix(error.offset), as: UTF8.self).unicodeScalars.count + shift
    return "\(what): line \(error.line) column \(error.column + shift) (char \(position))"
  }
}
