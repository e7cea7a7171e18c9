/// What `!Env` and `!File` looked at while a set of blueprints was resolved.
package struct Consulted: Sendable {
  /// The variables by name; nil where one is not set.
  package var variables: [String: String?] = [:]
  /// The bytes of the files by their path, links resolved.
  package var files: [String: [UInt8]] = [:]

  package init() {}
}
