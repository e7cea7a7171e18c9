/// The variables and files that `!Env` and `!File` read while a set of blueprints was resolved.
package struct Consulted: Sendable {
  /// The variables by name. Nil if a variable is not set.
  package var variables: [String: String?] = [:]
  /// The bytes of the files by their path, with links resolved.
  package var files: [String: [UInt8]] = [:]

  package init() {}
}
