import Model
import OrderedCollections
import YAML

/// The lines above entries that say what a plan would do with them.
struct PlanLens {
  /// The least time between two looks at the server.
  private static let interval = Duration.seconds(30)

  private let look: (@Sendable () async -> LensLook)?
  private var latest: LensLook?
  private var lastLook: ContinuousClock.Instant?
  private var isLooking = false
  /// True if the client has asked since the last look.
  private var isWanted = false

  init(_ look: (@Sendable () async -> LensLook)?) {
    self.look = look
  }

  /// Keeps a look; returns whether its texts are new, and a problem that has not been told yet.
  mutating func take(_ look: LensLook) -> (hasNewTexts: Bool, problem: String?) {
    isLooking = false
    let (hasNewTexts, isNewProblem) = (look.texts != latest?.texts, look.problem != latest?.problem)
    latest = look
    return (hasNewTexts, isNewProblem ? look.problem : nil)
  }

  mutating func lookIfDue(_ done: @escaping @Sendable (LensLook) -> Void) {
    guard let look, isWanted, !isLooking, lastLook.map({ ContinuousClock.now - $0 >= Self.interval }) ?? true
    else {
      return
    }
    isLooking = true
    isWanted = false
    lastLook = .now
    Task { done(await look()) }
  }

  /// `textDocument/codeLens`.
  mutating func answer(_ workspace: inout Workspace, _ parameters: Value) throws(ResponseError) -> Value {
    let (file, document) = try DocumentPlace.document(parameters, workspace)
    isWanted = true
    guard let latest, let facts = workspace.facts(of: file) else { return [] }
    let addresses = workspace.addresses
    return .list(
      facts.entries.compactMap { entry in
        guard let address = addresses[entry.node.mark.location(in: file)], let text = latest.texts[address]
        else {
          return nil
        }
        let start = document.position(of: entry.node.range.lowerBound)
        return [
          "range": TextRange(start, start).value,
          "command": ["title": .string(text), "command": ""],
        ]
      })
  }
}
