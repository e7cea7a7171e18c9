import Model
import OrderedCollections
import YAML

/// How the answers of a recording are written: secrets as variables, one-time codes by their tags, and everything else
/// literally.
struct RecordedAnswers {
  /// The names of the variables of the environment, by their value.
  private var names: OrderedDictionary<String, String> = [:]
  /// Who is signing in, for the names of variables.
  private(set) var user: String?

  /// The variables that the test reads, in the order of their first use.
  var variables: [String] { Array(names.values) }

  /// - Parameter isRefused: Whether the server has refused the answer.
  mutating func tree(
    _ field: AskedField, _ value: Value, to challenge: Challenge, isRefused: Bool
  ) -> YAMLTree {
    guard let text = value.string else { return .value(value) }
    if field.name == "uid_field" || field.name == "username" { user = text }
    if field.name == "code", challenge.component == "ak-stage-authenticator-validate" {
      return code(text, challenge, isRefused: isRefused)
    }
    guard field.question.isSecret else { return .value(value) }
    return variable((isRefused ? "wrong_" : "") + field.name, for: text)
  }

  /// A code works once, so a test computes or fetches one; a refused one works never.
  private mutating func code(_ text: String, _ challenge: Challenge, isRefused: Bool) -> YAMLTree {
    if isRefused { return .value(.string(text)) }
    let kinds = challenge.deviceKinds
    let isNumber = text.allSatisfy(\.isNumber)
    if kinds.contains("static"), !isNumber || !kinds.contains("totp"),
      let name = challenge.value["pending_user"]?.string ?? user
    {
      return .tagged("!StaticCode", .value(.string(name)))
    }
    guard kinds.contains("totp") else { return variable("code", for: text) }
    // The person has typed a code, and the test needs the secret behind it.
    return .tagged("!TOTP", .list([variable("totp_secret", for: "\u{0}TOTP")]))
  }

  private mutating func variable(_ what: String, for text: String) -> YAMLTree {
    let known = names[text]
    let name = known ?? free(Self.name((user.map { $0.prefix { $0 != "@" } + "_" } ?? "") + what))
    names[text] = name
    return .tagged("!Env", .value(.string(name)))
  }

  private func free(_ name: String) -> String {
    guard names.values.contains(name) else { return name }
    return (2...).lazy.map { "\(name)_\($0)" }.first { !names.values.contains($0) } ?? name
  }

  /// Such as `ALICE_PASSWORD`.
  private static func name(_ text: String) -> String {
    let name = text.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    return (name.first?.isNumber ?? true ? "_" : "") + String(name)
  }
}
