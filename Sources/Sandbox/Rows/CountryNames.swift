import Foundation
import Model
import OrderedCollections

/// The names of countries in English.
enum CountryNames {
  /// The codes with their names.
  static func value(_ codes: [Value]) -> Value {
    .list(
      codes.compactMap(\.string).map { code in
        ["code": .string(code), "name": .string(locale.localizedString(forRegionCode: code) ?? code)]
      })
  }

  private static let locale = Locale(identifier: "en_US")
}
