package import Model
import OrderedCollections

/// A message of JSON-RPC 2.0.
package enum Message: Sendable, Equatable {
  /// `id` is an integer or a text.
  case request(id: Value, method: String, parameters: Value)
  case notification(method: String, parameters: Value)
  case response(id: Value, Result<Value, ResponseError>)
  /// Something that is no message. `id` is null if it has none that can be used.
  case invalid(id: Value, ResponseError)

  /// Reads the content of a frame.
  package init(content: [UInt8]) {
    guard let value = try? JSONReader.read(content) else {
      self = .invalid(id: .null, ResponseError(.parseError, "the content is not JSON"))
      return
    }
    let id: Value? =
      switch value["id"] {
      case .integer?, .string?: value["id"]
      default: nil
      }
    if let method = value["method"]?.string {
      let parameters = value["params"] ?? .null
      self =
        if let id {
          .request(id: id, method: method, parameters: parameters)
        } else {
          .notification(method: method, parameters: parameters)
        }
    } else if let id, let result = value["result"] {
      self = .response(id: id, .success(result))
    } else if let id, let error = value["error"] {
      self = .response(id: id, .failure(ResponseError(error)))
    } else {
      self = .invalid(id: id ?? .null, ResponseError(.invalidRequest, "the message has no `method`"))
    }
  }

  package var value: Value {
    var message: ValueMap = ["jsonrpc": "2.0"]
    switch self {
    case .request(let id, let method, let parameters):
      message["id"] = id
      message["method"] = .string(method)
      message["params"] = parameters
    case .notification(let method, let parameters):
      message["method"] = .string(method)
      message["params"] = parameters
    case .response(let id, .success(let result)):
      message["id"] = id
      message["result"] = result
    case .response(let id, .failure(let error)), .invalid(let id, let error):
      message["id"] = id
      message["error"] = error.value
    }
    return .map(message)
  }

  /// The message as a frame.
  package var frame: [UInt8] {
    let content = Array(JSONWriter.write(value).utf8)
    return Array("Content-Length: \(content.count)\r\n\r\n".utf8) + content
  }
}
