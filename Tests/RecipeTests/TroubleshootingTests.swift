import Model
import OrderedCollections
import Remote
import State
import TestSupport
import Testing
import Watching

/// The article about errors explains each class of failure, and each error of the server and of the state.
struct TroubleshootingTests {
  private static let article = Result { try DocumentationPage.article("Troubleshooting") }

  /// The messages of the article's tables, as patterns: an ellipsis stands for any text.
  private static func patterns() throws -> [Regex<Substring>] {
    let rows = try article.get().prose.split(separator: "\n").filter { $0.hasPrefix("| ") }
    return try rows.map { row in
      let message = row.dropFirst(2).prefix(while: { $0 != "|" }).replacing("`", with: "")
      let parts = message.split(separator: "…", omittingEmptySubsequences: false).map { part in
        String(part).replacing(#/[().*+?\[\]\\|{}^$]/#) { "\\" + $0.output }
      }
      let pattern = String(parts.joined(separator: ".+").drop { $0 == " " })
      return try Regex(pattern.replacing(#/ +$/#, with: ""), as: Substring.self)
    }
  }

  private static func isExplained(_ message: String) throws -> Bool {
    try patterns().contains { message.prefixMatch(of: $0) != nil }
  }

  @Test(arguments: WatchFailure.Class.allCases)
  func everyClassIsExplained(_ failure: WatchFailure.Class) throws {
    #expect(try Self.article.get().text.contains("\n| `\(failure.rawValue)` |"))
  }

  private static let holder = LockHolder(
    user: "U", host: "H", processID: 1, command: "apply", since: "2026-01-01T00:00:00Z")

  /// One error of each case. The switch makes sure that a new case is not forgotten.
  private static let stateErrors = Array(
    sequence(first: StateError.unreadable(path: "P", reason: "R")) { (error: StateError) -> StateError? in
      switch error {
      case .unreadable: .newerFormat(path: "P", format: 9)
      case .newerFormat: .corrupt(path: "P", reason: "R")
      case .corrupt: .damagedJournal(path: "P", reason: "R")
      case .damagedJournal: .otherLineage(journal: "P")
      case .otherLineage: .locked(holder, path: "P")
      case .locked: .unwritable(path: "P", reason: "R")
      case .unwritable: .serverFailed(name: "N", reason: "R")
      case .serverFailed: .serverRefused(name: "N", reason: "R")
      case .serverRefused: .noState(name: "N", reason: "R")
      case .noState: .lockedOnServer(name: "N", holder: "H")
      case .lockedOnServer: .lockLost(name: "N")
      case .lockLost: .conflict(name: "N", reason: "R")
      case .conflict: .notSaved(name: "N", reason: "R")
      case .notSaved: nil
      }
    })

  @Test(arguments: stateErrors) func everyErrorOfTheStateIsExplained(_ error: StateError) throws {
    #expect(try Self.isExplained("\(error)"), "\(error)")
  }

  /// One error of each case; wrong settings have no text of their own.
  private static let serverErrors = Array(
    sequence(first: APIError.unreachable("R")) { (error: APIError) -> APIError? in
      switch error {
      case .unreachable: .untrusted("R")
      case .untrusted: .refusedToken("R")
      case .refusedToken: .notPermitted("a.view_b")
      case .notPermitted: .notFound
      case .notFound: .invalid(["name": ["This field is required."]])
      case .invalid: .ambiguous("R")
      case .ambiguous: .internalError(status: 500, requestID: "1")
      case .internalError: .throttled(seconds: 1)
      case .throttled: .wrongAddress("R")
      case .wrongAddress: .answerTooLarge
      case .answerTooLarge: .rejected(status: 409, "R")
      case .rejected: .probeCreated("N")
      case .probeCreated, .wrongSettings: nil
      }
    })

  @Test(arguments: serverErrors) func everyErrorOfTheServerIsExplained(_ error: APIError) throws {
    #expect(try Self.isExplained("\(error)"), "\(error)")
  }
}
