import Model
import OrderedCollections

/// A policy about an event. A run has none, so it never passes there (authentik's source; not recorded).
struct EventMatcherPolicy: FlowPolicy {
  func result(_ policy: StoredObject, _ user: StoredObject?, _ run: FlowRun) -> PolicyResult {
    PolicyResult(passes: false)
  }
}
