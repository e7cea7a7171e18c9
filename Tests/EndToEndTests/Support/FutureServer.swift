import Foundation
import HTTPTypes
import Hummingbird
import Model
import OrderedCollections
import ServerSupport
import Synchronization

/// A server with an unknown version. Only its own OpenAPI document describes one of its kinds.
final class FutureServer: Sendable {
  static let model = "authentik_future.gadget"

  private let gadgets = Mutex<OrderedDictionary<String, ValueMap>>([:])
  private let log = Mutex<[String]>([])

  var requests: [String] { log.withLock { $0 } }
  var live: [ValueMap] { gadgets.withLock { Array($0.values) } }

  func withRunning<Result: Sendable>(
    _ body: @escaping @Sendable (Int) async throws -> Result
  ) async throws -> Result {
    let router = Router()
    router.get("/api/v3/admin/version/") { request, _ in self.answer(request, ["version_current": "2031.2.0"])
    }
    router.get("/api/v3/schema/") { request, _ in
      var response = self.answer(request, Self.document)
      response.headers[.contentType] = "application/vnd.oai.openapi+json; charset=utf-8"
      return response
    }
    router.get("/api/v3/future/gadgets/") { request, _ in
      let found = self.live.map(Value.map)
      return self.answer(
        request, ["pagination": ["count": .integer(found.count), "total_pages": 1], "results": .list(found)])
    }
    router.post("/api/v3/future/gadgets/") { request, context in
      var gadget = try await Self.body(request, context)
      gadget["pk"] = .string(UUID().uuidString.lowercased())
      gadget["of_a_later_day"] = ["unknown": true]
      self.gadgets.withLock { $0[gadget["pk"]?.string ?? ""] = gadget }
      return self.answer(request, .map(gadget), status: .created)
    }
    router.get("/api/v3/future/gadgets/{id}/") { request, context in
      let gadget = self.gadgets.withLock { $0[context.parameters.get("id") ?? ""] }
      return self.answer(
        request, gadget.map(Value.map) ?? ["detail": "none"], status: gadget == nil ? .notFound : .ok)
    }
    router.patch("/api/v3/future/gadgets/{id}/") { request, context in
      let changes = try await Self.body(request, context)
      let key = context.parameters.get("id") ?? ""
      let gadget = self.gadgets.withLock { gadgets in
        gadgets[key]?.merge(changes) { $1 }
        return gadgets[key]
      }
      return self.answer(request, .map(gadget ?? [:]))
    }
    return try await LocalServer(router: router).withRunning(body)
  }

  private func answer(_ request: Request, _ value: Value, status: HTTPResponse.Status = .ok) -> Response {
    log.withLock { $0.append("\(request.method.rawValue) \(request.uri.path)") }
    return Response(
      status: status,
      // The content type that drf-spectacular uses for its document.
      headers: [
        .contentType: request.uri.path.hasSuffix("/schema/")
          ? "application/vnd.oai.openapi+json" : "application/json"
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSONWriter.bytes(of: value))))
  }

  private static func body(_ request: Request, _ context: BasicRequestContext) async throws -> ValueMap {
    var request = request
    let buffer = try await request.collectBody(upTo: 1 << 20)
    return try JSONReader.read(Array(buffer.readableBytesView)).map ?? [:]
  }

  private static let document: Value = [
    "info": ["version": "2031.2.0"],
    "paths": [
      "/future/gadgets/": [
        "get": ["operationId": "future_gadgets_list", "parameters": []],
        "post": [
          "operationId": "future_gadgets_create", "responses": ["201": [:]],
          "requestBody": [
            "content": ["application/json": ["schema": ["$ref": "#/components/schemas/GadgetRequest"]]]
          ],
        ],
      ],
      "/future/gadgets/{gadget_uuid}/": ["get": [:], "patch": [:], "delete": [:]],
    ],
    "components": [
      "schemas": [
        "ModelEnum": ["enum": ["authentik_future.gadget"]],
        "Gadget": [
          "properties": [
            "pk": ["type": "string", "format": "uuid", "readOnly": true], "name": ["type": "string"],
            "speed": ["type": "integer"],
          ]
        ],
        "GadgetRequest": [
          "properties": [
            "name": ["type": "string", "minLength": 1], "speed": ["type": "integer", "maximum": 9],
          ], "required": ["name"],
        ],
      ]
    ],
  ]
}
