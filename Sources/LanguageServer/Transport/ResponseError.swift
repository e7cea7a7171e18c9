import Model

/// Why a request has no result.
package struct ResponseError: Error, Sendable, Equatable {
  /// The codes of JSON-RPC and of LSP that this server uses.
  package enum Code: Int, Sendable {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParams = -32602
    case internalError = -32603
    case serverNotInitialized = -32002
    case requestFailed = -32803
    case requestCancelled = -32800
  }

  package let code: Int
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code.rawValue
    self.message = message
  }

  init(_ value: Value) {
    code = value["code"]?.integer ?? Code.internalError.rawValue
    message = value["message"]?.string ?? ""
  }

  var value: Value { ["code": .integer(code), "message": .string(message)] }
}
