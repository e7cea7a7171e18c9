/// What the server needs from the program that runs it: it reads no environment and knows no command line.
package struct Surroundings: Sendable {
  /// The version of flowform.
  package var version: String
  /// Makes a folder the current one, and reads its settings. Nil if the editor opened no folder.
  package var settings: @Sendable (_ root: String?) -> WorkspaceSettings
  /// Compares the entries with the server. Nil without the lens.
  package var look: (@Sendable () async -> LensLook)?
  /// The folder with the documentation, for links from findings.
  package var documentation: String?

  package init(
    version: String, documentation: String? = nil, look: (@Sendable () async -> LensLook)? = nil,
    settings: @escaping @Sendable (_ root: String?) -> WorkspaceSettings
  ) {
    self.version = version
    self.documentation = documentation
    self.look = look
    self.settings = settings
  }
}
