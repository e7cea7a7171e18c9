package import HTTPTypes
import Model
import OrderedCollections

/// An answer of the engine.
package struct SandboxResponse: Sendable {
  package var status: Int
  package var contentType: String?
  package var body: [UInt8] = []
  package var headers: [(HTTPField.Name, String)] = []

  static let pageType = "text/html; charset=utf-8"

  static func html(_ status: Int, _ title: String) -> SandboxResponse {
    SandboxResponse(
      status: status, contentType: pageType,
      body: Array("<!DOCTYPE html>\n<html lang=\"en\"><head><title>\(title)</title></head></html>\n".utf8))
  }

  /// Leads to another address of the server.
  static func redirect(_ target: String) -> SandboxResponse {
    SandboxResponse(status: 302, contentType: pageType, headers: [(.location, target)])
  }

  static let notFoundPage = html(404, "Not Found")

  static let errorPage = html(500, "Internal Server Error")

  /// A real server's answer to a request that it crashed on, and to any write to an unknown path.
  static let crash = SandboxResponse(
    status: 405, contentType: pageType, headers: [(.allow, "GET, HEAD, OPTIONS")])
}
