import Catalog
import HTTPTypes
import Model

/// Reads the cookies of a request.
enum RequestCookies {
  static func value(_ name: String, in request: SandboxRequest) -> String? {
    for header in request.headers[values: .cookie] {
      for part in header.split(separator: ";") {
        let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2, Coercion.trimmed(String(pair[0])) == name else { continue }
        return Coercion.trimmed(String(pair[1]))
      }
    }
    return nil
  }
}
