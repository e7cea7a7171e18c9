import Model
import OrderedCollections

/// The names of countries in English.
enum CountryNames {
  /// The codes with their names.
  static func value(_ codes: [Value]) -> Value {
    .list(
      codes.compactMap(\.string).map { code in
        ["code": .string(code), "name": .string(names[code] ?? code)]
      })
  }

  private static let names: [String: String] = table.split(separator: "\n").reduce(into: [:]) { names, row in
    names[String(row.prefix(2))] = String(row.dropFirst(3))
  }
}
