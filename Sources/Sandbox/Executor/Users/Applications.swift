import Catalog
import Model
import OrderedCollections

/// The application on whose behalf a flow runs.
struct Applications {
  /// The member of the context that holds its primary key.
  static let context = "application"

  let run: FlowRun

  /// What an identification stage tells of it.
  var described: ValueMap {
    get throws {
      guard let key = run.plan?.context.values[Self.context],
        let application = try run.store.object(referredToAs: "authentik_core.application", by: key)
      else { return [:] }
      return ["application_pre": application.fields["name"] ?? ""]
    }
  }
}
