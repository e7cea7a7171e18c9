/// A fault of a server, or of a proxy before it.
///
/// "After" means that a write is carried out before the fault; a read never is.
package enum FaultKind: String, Sendable, Hashable, CaseIterable {
  /// Too many requests, with `Retry-After`.
  case tooManyRequests = "429"
  /// Not available, with `Retry-After`.
  case unavailable = "503"
  /// A worker restarts: `text/plain`, `Internal Server Error` (recorded from 2026.5).
  case serverErrorBefore = "500-before"
  case serverErrorAfter = "500-after"
  /// The empty 405 of a server that crashed on a write (recorded from 2026.5).
  case crashAfter = "405-after"
  /// The connection is closed without an answer (recorded from 2024.8 when a worker restarts).
  case resetBefore = "reset-before"
  case resetAfter = "reset-after"
  /// A 200 with a body that is not JSON; a write is carried out.
  case garbage
  /// The body is cut off and the connection closed; a write is carried out.
  case truncated
  /// No answer ever comes, and nothing is carried out.
  case hang
}
