package import Model

/// What an editor can do, as far as answers depend on it.
package struct ClientCapabilities: Sendable, Hashable {
  /// True if changes of documents may name the version that they are for.
  package var hasDocumentChanges: Bool
  /// True if the symbols of a document may be a tree.
  package var hasSymbolTrees: Bool
  /// True if hovers may be Markdown.
  package var hasMarkdown: Bool
  /// True if the texts of completion may be Markdown.
  package var completesInMarkdown: Bool
  /// True if completion may insert snippets.
  package var hasSnippets: Bool
  /// True if the lines above entries can be asked for again.
  package var refreshesLenses: Bool

  /// True if the kinds of code actions may be named.
  package var hasActionKinds: Bool
  /// True if findings may name other places.
  package var relatesFindings: Bool
  /// True if findings may link to their description.
  package var describesCodes: Bool
  /// True if the editor asks for the old name before a rename.
  package var preparesRenames: Bool

  package init(
    hasDocumentChanges: Bool = false, hasSymbolTrees: Bool = false, hasMarkdown: Bool = true,
    completesInMarkdown: Bool = true, hasSnippets: Bool = false, refreshesLenses: Bool = false,
    hasActionKinds: Bool = false, relatesFindings: Bool = false, describesCodes: Bool = false,
    preparesRenames: Bool = false
  ) {
    self.hasDocumentChanges = hasDocumentChanges
    self.hasSymbolTrees = hasSymbolTrees
    self.hasMarkdown = hasMarkdown
    self.completesInMarkdown = completesInMarkdown
    self.hasSnippets = hasSnippets
    self.refreshesLenses = refreshesLenses
    self.hasActionKinds = hasActionKinds
    self.relatesFindings = relatesFindings
    self.describesCodes = describesCodes
    self.preparesRenames = preparesRenames
  }

  /// Reads `capabilities` of the request `initialize`.
  package init(_ value: Value?) {
    let document = value?["textDocument"]
    let item = document?["completion"]?["completionItem"]
    self.init(
      hasDocumentChanges: value?["workspace"]?["workspaceEdit"]?["documentChanges"] == true,
      hasSymbolTrees: document?["documentSymbol"]?["hierarchicalDocumentSymbolSupport"] == true,
      // A client that does not say what it can show gets what most can.
      hasMarkdown: document?["hover"]?["contentFormat"]?.list?.contains("markdown") ?? true,
      completesInMarkdown: item?["documentationFormat"]?.list?.contains("markdown") ?? false,
      hasSnippets: item?["snippetSupport"] == true,
      refreshesLenses: value?["workspace"]?["codeLens"]?["refreshSupport"] == true,
      hasActionKinds: document?["codeAction"]?["codeActionLiteralSupport"] != nil,
      relatesFindings: document?["publishDiagnostics"]?["relatedInformation"] == true,
      describesCodes: document?["publishDiagnostics"]?["codeDescriptionSupport"] == true,
      preparesRenames: document?["rename"]?["prepareSupport"] == true)
  }
}
