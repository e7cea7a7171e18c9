import Catalog
package import Exporting
import Model
import OrderedCollections
import Remote

/// Reads the blueprints that the server applies by itself; writes nothing.
package struct InstanceOperation: Sendable {
  private let session: ServerSession

  package init(_ session: ServerSession) { self.session = session }

  /// flowform's own instances, which hold states, are left out.
  package func run() async throws -> InstanceExport {
    guard let kind = session.catalog.kind(StateInstanceName.model) else {
      throw OperationError(.failed, "this server has no blueprint instances")
    }
    return InstanceExport(
      try await instances(kind).map { BlueprintInstance($0) }, available: await available(),
      catalog: session.catalog)
  }

  private func instances(_ kind: Kind) async throws -> [Value] {
    do throws(APIError) { return try await session.api.list(kind) } catch {
      guard case .notPermitted(let permission) = error else { throw error }
      throw OperationError(
        .failed,
        "the token lacks \(permission), so the blueprint instances cannot be read; give its user this permission"
      )
    }
  }

  /// The paths of the files on the server's disk; nil if the server does not tell.
  private func available() async -> Set<String>? {
    let answer = try? await session.api.client.read("/managed/blueprints/available/")
    return answer?.list.map { Set($0.compactMap { $0["path"]?.string }) }
  }
}
