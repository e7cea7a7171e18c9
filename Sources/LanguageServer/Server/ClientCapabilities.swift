package import Model

/// What an editor can do, as far as answers depend on it.
package struct ClientCapabilities: Sendable, Hashable {
  /// True if changes of documents may name the version that they are for.
  package var hasDocumentChanges: Bool
  /// True if the symbols of a document may be a tree.
  package var hasSymbolTrees: Bool

  package init(hasDocumentChanges: Bool = false, hasSymbolTrees: Bool = false) {
    self.hasDocumentChanges = hasDocumentChanges
    self.hasSymbolTrees = hasSymbolTrees
  }

  /// Reads `capabilities` of the request `initialize`.
  package init(_ value: Value?) {
    let document = value?["textDocument"]
    self.init(
      hasDocumentChanges: value?["workspace"]?["workspaceEdit"]?["documentChanges"] == true,
      hasSymbolTrees: document?["documentSymbol"]?["hierarchicalDocumentSymbolSupport"] == true)
  }
}
