import Model
import OrderedCollections

/// What a stage asks: an object of the answer, without the members that all challenges have.
struct Challenge: Sendable {
  /// The element of the web interface that shows it, by which clients tell challenges apart.
  let component: String
  var fields: ValueMap = [:]
  /// Whether it names the run's user.
  var showsUser = false
}
