import Catalog
import Model
import OrderedCollections
import TestSupport

/// The secrets that an export leaves out, filled in as its comments suggest.
enum ExportedSecrets {
  /// The lines without those about secrets: only the first server can have had them.
  static func linesWithout(_ export: String) -> [Substring] {
    export.split(separator: "\n").filter { !$0.contains("# ") }
  }

  /// Replaces the comment about a secret by the line that it suggests, if a create needs the secret.
  static func filled(_ export: String, _ catalog: Catalog) -> String {
    var kind: Kind?
    return export.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if let model = line.firstMatch(of: /model: (\S+)/) { kind = catalog.kind(String(model.1)) }
      guard let secret = line.wholeMatch(of: /( *)# (\w+): (!Env \w+)  \(.*\)/),
        kind?.field(String(secret.2))?.isRequired == true
      else { return String(line) }
      return "\(secret.1)\(secret.2): \(secret.3)"
    }.joined(separator: "\n")
  }

  /// Values for the variables that the comments name.
  static func variables(of export: String) -> [String: String] {
    let certificate = SampleValues.needed["authentik_crypto.certificatekeypair"]?["certificate_data"]?.string
    return Dictionary(
      export.matches(of: /!Env (\w+)/).map { match in
        (String(match.1), match.1.hasSuffix("_CERTIFICATE_DATA") ? certificate ?? "" : "a-secret")
      }
    ) { $1 }
  }
}
