package import Catalog
package import Model
import OrderedCollections

/// The create endpoint's answer about an identifier.
package enum ProbeVerdict: Sendable, Hashable {
  case taken, free
  case unknown(reason: String)
}

extension LiveAPI {
  /// Asks the create endpoint whether a unique identifier is taken. The body can never be accepted: it holds
  /// the identifier, and a wrong JSON type in every other field that can have one.
  ///
  /// Messages differ by kind, version and language, so only the names of the refused fields count. Checked on
  /// 119 create endpoints of a real server; no object was created.
  package func probe(_ kind: Kind, identifiers: ValueMap) async throws(APIError) -> ProbeVerdict {
    guard kind.canProbe else { return .unknown(reason: "\(kind.model) cannot be probed") }
    guard let name = kind.uniqueFields.first(where: { identifiers[$0] != nil }), let value = identifiers[name]
    else { return .unknown(reason: "none of its identifiers is unique on the server") }
    let poison = Self.poison(kind, sparing: name)
    guard poison.count >= 2 else { return .unknown(reason: "\(kind.model) cannot be probed") }
    do throws(APIError) {
      let created = try await client.write(
        APIRequest(.post, kind.path, body: .map(poison.merging([name: value]) { $1 })))
      let key = created[kind.primaryKey].map { JSONWriter.write($0) } ?? "an object"
      throw APIError.probeCreated("\(kind.model) \(key)")
    } catch APIError.invalid(let fields) {
      guard poison.keys.count(where: { fields[$0] != nil }) >= 2 else {
        return .unknown(reason: "the server's answer does not name the fields that were wrong")
      }
      return fields[name] == nil ? .free : .taken
    } catch APIError.notPermitted {
      return .unknown(reason: "the token lacks the permission \(kind.permission("add"))")
    } catch APIError.ambiguous(let reason) {
      return .unknown(reason: reason)
    } catch APIError.internalError(let status, let requestID) {
      return .unknown(reason: "\(APIError.internalError(status: status, requestID: requestID))")
    }
  }

  /// Wrong types for up to four fields, required ones first: if a server does not know some of them, the
  /// others still work. Never `path` or `content`, because their validators run code on the server.
  static func poison(_ kind: Kind, sparing identifier: String) -> ValueMap {
    let candidates = kind.writableFields.filter {
      $0.name != identifier && $0.name != "path" && $0.name != "content"
    }
    let chosen = candidates.filter(\.isRequired) + candidates.filter { !$0.isRequired }
    return chosen.reduce(into: [:]) { poison, field in
      guard poison.count < 4, let wrong = wrongValue(for: field.type) else { return }
      poison[field.name] = wrong
    }
  }

  private static func wrongValue(for type: FieldType) -> Value? {
    switch type {
    case .text(.binary), .any: nil
    case .text: [:]
    case .boolean, .choice, .integer, .number, .list, .object, .map: "flowform-probe"
    }
  }
}
