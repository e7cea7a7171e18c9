import Catalog
import Model
import OrderedCollections

/// Writes challenges like the server: what all of them have, and the stage's own members.
struct ChallengeWriter {
  let run: FlowRun

  func object(_ challenge: Challenge, _ errors: AnswerErrors?) throws -> ValueMap {
    var object: ValueMap = ["flow_info": .map(try flowInfo), "component": .string(challenge.component)]
    if let errors { object["response_errors"] = .map(errors.fields) }
    if challenge.showsUser {
      object["pending_user"] = .string(try run.shownUsername)
      object["pending_user_avatar"] = .string(Self.picture)
    }
    return object.merging(challenge.fields) { $1 }
  }

  /// The picture of everybody: a real server makes one of a user's initials.
  static let picture = "/static/dist/assets/images/user_default.png"

  private var flowInfo: ValueMap {
    get throws {
      let flow = run.flow
      func computed(_ field: String) -> Value {
        flow.kind.computed[field]?.value(of: flow.fields, base: "") ?? flow.fields[field] ?? .null
      }
      let hasOwnFile = flow.kind.computed["background_url"] != nil
      var info: ValueMap = [
        "title": .string(try title), "background": computed(hasOwnFile ? "background_url" : "background"),
      ]
      if flow.kind.computed["background_themed_urls"] != nil {
        info["background_themed_urls"] = computed("background_themed_urls")
      }
      info["cancel_url"] = .string(cancelAddress)
      info["layout"] = flow.fields["layout"] ?? "stacked"
      return info
    }
  }

  /// Newer versions remember where the visitor wanted to go (recorded).
  private var cancelAddress: String {
    let address = "/flows/-/cancel/"
    guard run.traits.flows.cancelLeadsOn, let next = run.parameter("next"), !next.isEmpty else {
      return address
    }
    return "\(address)?next=\(PercentEncoding.encoded(next))"
  }

  /// The flow's title, in which `%(user)s` is the run's user.
  private var title: String {
    get throws {
      let title = run.flow.fields["title"]?.string ?? ""
      guard title.utf8.contains(UInt8(ascii: "%")) else { return title }
      let user = try run.shownUsername
      return title.split(separator: "%(user)s", omittingEmptySubsequences: false).joined(separator: user)
    }
  }
}
