package import Model

/// The requests about documents, by their method.
package enum Requests {
  package typealias Handler =
    @Sendable (inout Workspace, _ parameters: Value) throws(ResponseError) -> Value

  package static let all: [String: Handler] = [
    "textDocument/codeAction": { workspace, parameters throws(ResponseError) in
      try CodeActions.answer(&workspace, parameters)
    },
    "textDocument/hover": HoverAnswers.hover,
    "textDocument/definition": NavigationAnswers.definition,
    "textDocument/references": NavigationAnswers.references,
    "textDocument/prepareRename": RenameAnswers.prepare,
    "textDocument/rename": RenameAnswers.rename,
    "textDocument/documentSymbol": SymbolAnswers.document,
    "workspace/symbol": SymbolAnswers.workspace,
    "textDocument/completion": Completion.answer,
  ]
}
