package import Model

/// What an editor can do, as far as answers depend on it.
package struct ClientCapabilities: Sendable, Hashable {
  /// True if changes of documents may name the version that they are for.
  package var hasDocumentChanges: Bool
  /// True if the symbols of a document may be a tree.
  package var hasSymbolTrees: Bool
  /// True if texts may be Markdown.
  package var hasMarkdown: Bool
  /// True if completion may insert snippets.
  package var hasSnippets: Bool
  /// True if the lines above entries can be asked for again.
  package var refreshesLenses: Bool
  /// True if texts of completions may be Markdown.
  package var hasMarkdownCompletions: Bool
  /// True if the editor asks for the old name before a rename.
  package var preparesRenames: Bool

  package init(
    hasDocumentChanges: Bool = false, hasSymbolTrees: Bool = false, hasMarkdown: Bool = true,
    hasSnippets: Bool = false, refreshesLenses: Bool = false, hasMarkdownCompletions: Bool = false,
    preparesRenames: Bool = false
  ) {
    self.hasDocumentChanges = hasDocumentChanges
    self.hasSymbolTrees = hasSymbolTrees
    self.hasMarkdown = hasMarkdown
    self.hasSnippets = hasSnippets
    self.refreshesLenses = refreshesLenses
    self.hasMarkdownCompletions = hasMarkdownCompletions
    self.preparesRenames = preparesRenames
  }

  /// Reads `capabilities` of the request `initialize`.
  package init(_ value: Value?) {
    let document = value?["textDocument"]
    let completion = document?["completion"]?["completionItem"]
    self.init(
      hasDocumentChanges: value?["workspace"]?["workspaceEdit"]?["documentChanges"] == true,
      hasSymbolTrees: document?["documentSymbol"]?["hierarchicalDocumentSymbolSupport"] == true,
      // A client that does not say what it can show gets what most can.
      hasMarkdown: document?["hover"]?["contentFormat"]?.list?.contains("markdown") ?? true,
      hasSnippets: completion?["snippetSupport"] == true,
      refreshesLenses: value?["workspace"]?["codeLens"]?["refreshSupport"] == true,
      hasMarkdownCompletions: completion?["documentationFormat"]?.list?.contains("markdown") == true,
      preparesRenames: document?["rename"]?["prepareSupport"] == true)
  }
}
