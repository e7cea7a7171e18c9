import Model
import OrderedCollections

/// The parts of a request without its body that affect the objects it reads and writes.
struct RequestContext: Sendable {
  let traits: ServerTraits
  /// The base of addresses in answers.
  let base: String
  /// The user who makes the request.
  let username: String?
  /// Values to use instead of the server's own choices for a written object, such as its key.
  let given: ValueMap
}
