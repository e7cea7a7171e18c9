/// The environment variables that stand for the secrets of one file. Equal secrets share a variable.
struct SecretVariables {
  private let prefix: String
  private var byText: [String: String] = [:]
  private var taken: Set<String> = []
  private(set) var all: [SecretVariable] = []

  init(prefix: String) { self.prefix = prefix }

  /// The variable for a secret; `path` are the names that lead to it.
  mutating func name(of secret: String, at path: [String]) -> String {
    if let known = byText[secret] { return known }
    let parts = path.first == "context" ? path.dropFirst() : path[...]
    let words = ([prefix] + parts.suffix(2)).joined(separator: " ").uppercased()
      .split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let first = words.joined(separator: "_")
    var name = first.first?.isNumber == true ? "_" + first : first
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(first)_\(number)"
      number += 1
    }
    byText[secret] = name
    all.append(SecretVariable(name: name, place: path.joined(separator: ".")))
    return name
  }
}

/// An environment variable that a written file reads in place of a secret.
package struct SecretVariable: Sendable, Hashable {
  package let name: String
  /// Where the secret was, such as `context.smtp_password`.
  package let place: String
}
