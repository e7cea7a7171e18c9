import Model
import OrderedCollections

/// A policy about the password of a prompt: its length, and how many characters of each class it has.
///
/// The sandbox neither asks haveibeenpwned.com nor estimates strength: these checks count as passed.
struct PasswordPolicy: FlowPolicy {
  func result(_ policy: StoredObject, _ user: StoredObject?, _ run: FlowRun) -> PolicyResult {
    let rules = policy.fields
    let field = rules["password_field"]?.string ?? "password"
    let context = run.plan?.context
    let value = context?.prompts[field] ?? context?.values[field] ?? .null
    guard LiteralScript.isTrue(value) else {
      return PolicyResult(passes: false, messages: ["Password not set in context"])
    }
    if rules["check_static_rules"] != false, !Self.isStrong(PythonText.text(value), rules) {
      return PolicyResult(passes: false, messages: [rules["error_message"]?.string ?? ""])
    }
    if ["check_have_i_been_pwned", "check_zxcvbn"].contains(where: { rules[$0] == true }) {
      run.notEvaluated.append(rules["name"]?.string ?? "")
    }
    return PolicyResult(passes: true)
  }

  private static func isStrong(_ password: String, _ rules: ValueMap) -> Bool {
    let scalars = password.unicodeScalars
    let symbols = Set((rules["symbol_charset"]?.string ?? "").unicodeScalars)
    func has(_ rule: String, _ belongs: (Unicode.Scalar) -> Bool) -> Bool {
      let count = rules[rule]?.integer ?? 0
      return count == 0 || scalars.count(where: belongs) >= count
    }
    return has("length_min") { _ in true }
      && has("amount_digits") { ("0"..."9").contains($0) }
      && has("amount_lowercase") { ("a"..."z").contains($0) }
      && has("amount_uppercase") { ("A"..."Z").contains($0) }
      && has("amount_symbols", symbols.contains)
  }
}
