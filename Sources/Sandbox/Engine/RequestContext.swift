import Model
import OrderedCollections

/// What of a request counts for the objects that it reads and writes, besides its body.
struct RequestContext: Sendable {
  let traits: ServerTraits
  /// What addresses in answers begin with.
  let base: String
  /// The user who asks.
  let username: String?
  /// Taken in the place of what the server would choose for an object that is written, such as its key.
  let given: ValueMap
}
