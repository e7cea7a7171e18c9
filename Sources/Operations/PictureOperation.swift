import LiveReading
package import Model
import OrderedCollections
import Remote

/// Reads what a picture shows of a server; it writes nothing.
package struct PictureOperation: Sendable {
  /// The objects of a picture, and how complete they are.
  package struct Result: Sendable {
    package let objects: [DescribedObject]
    /// False if the token may not view what gates applications.
    package let knowsGates: Bool
    /// Warnings about missing parts of the picture.
    package let diagnostics: [Diagnostic]
  }

  private let session: ServerSession

  package init(_ session: ServerSession) {
    self.session = session
  }

  private var reader: LiveReader {
    LiveReader(session.api, catalog: session.catalog, parallelism: session.parallelism)
  }

  /// The flows with these slugs, or all of them.
  package func flows(_ slugs: [String]) async throws -> Result {
    let read = try await reader.picturedFlows(slugs)
    try refuse(lacking: "authentik_flows.flow", in: read)
    if let unknown = slugs.first(where: { !read.flows.contains($0) }) {
      let known = try await reader.someFlows()
      throw OperationError.noFlow(unknown, of: "the server has", or: ", or the token may not view it", known)
    }
    return result(read)
  }

  /// The applications, and who may open them.
  package func access() async throws -> Result {
    let read = try await reader.picturedAccess()
    try refuse(lacking: "authentik_core.application", in: read)
    guard try await reader.isSuperuser() == false else { return result(read) }
    return result(
      read,
      [
        .warning(
          "the token's user is not a superuser, so authentik lists only the applications that this user may open; use the token of a superuser to see all of them",
          at: nil)
      ])
  }

  private func refuse(lacking model: String, in read: PicturedObjects) throws(OperationError) {
    guard let permission = read.lacking[model] else { return }
    throw OperationError(
      .failed, "the token lacks \(permission), so there is nothing to draw; give its user this permission")
  }

  private func result(_ read: PicturedObjects, _ remarks: [Diagnostic] = []) -> Result {
    let lacking = read.lacking.values.map { permission -> Diagnostic in
      .warning("the token lacks \(permission), so these objects are not drawn", at: nil)
    }
    return Result(
      objects: read.objects, knowsGates: read.lacking["authentik_policies.policybinding"] == nil,
      diagnostics: remarks + lacking)
  }
}

extension OperationError {
  /// An unknown flow, with the one that was perhaps meant. `place` has a verb: `the server has`.
  package static func noFlow(
    _ slug: String, of place: String, or reason: String = "", _ known: [String]
  ) -> OperationError {
    let shown = known.isEmpty ? "none" : known.sorted().prefix(10).joined(separator: ", ")
    let advice = Suggestion.nearest(to: slug, among: known).map { "did you mean `\($0)`?" }
    let end = advice ?? "known flows: \(shown)"
    return OperationError(.failed, "\(place) no flow `\(slug)`\(reason); \(end)")
  }
}
