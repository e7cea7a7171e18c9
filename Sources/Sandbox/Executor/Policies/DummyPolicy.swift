import Model
import OrderedCollections

/// A policy whose result is a field.
struct DummyPolicy: FlowPolicy {
  func result(_ policy: StoredObject, _ user: StoredObject?, _ run: FlowRun) -> PolicyResult {
    PolicyResult(passes: policy.fields["result"] == true, messages: ["dummy"])
  }
}
