import Crypto
import Model
import OrderedCollections

/// The passwords of users: salted hashes, in a field of the stored user that no answer shows.
enum Passwords {
  static let field = "password"

  static func hash(_ password: String) -> Value {
    let salt = NewIdentifier.make()
    return .string("\(salt)$\(digest(password, salt))")
  }

  /// False for a user without a password.
  static func matches(_ password: String, _ user: ValueMap) -> Bool {
    let parts = (user[field]?.string ?? "").split(separator: "$")
    return parts.count == 2 && digest(password, String(parts[0])) == parts[1]
  }

  private static func digest(_ password: String, _ salt: String) -> String {
    SHA256.hash(data: Array((salt + password).utf8)).hexadecimal
  }
}
