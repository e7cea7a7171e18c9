package import Model

/// The requests about documents, by their method.
package enum Requests {
  package typealias Handler =
    @Sendable (inout Workspace, _ parameters: Value) throws(ResponseError) -> Value

  package static let all: [String: Handler] = [
    "textDocument/codeAction": { workspace, parameters throws(ResponseError) in
      try CodeActions.answer(&workspace, parameters)
    }
  ]
}
