import Catalog
import FoundationEssentials
import Model
import OrderedCollections

/// A stage that only lets visitors with an invitation on; it acts at once.
struct InvitationStage: FlowStage {
  private static let model = "authentik_stages_invitation.invitation"

  func show(_ run: FlowRun) throws -> StageResult {
    guard let invitation = try invitation(run) else {
      let mayGoOn = run.stage["continue_flow_without_invitation"] == true
      return mayGoOn ? .passed : .denied("Invalid invite/invite not found")
    }
    run.change { context in
      context.values["invitation_in_effect"] = true
      context.prompts.merge(invitation.fields["fixed_data"]?.map ?? [:]) { $1 }
    }
    if invitation.fields["single_use"] == true { try run.store.delete(cascading: invitation) }
    return .passed
  }

  /// The one that the browser's query names, if it is for this flow.
  private func invitation(_ run: FlowRun) throws -> StoredObject? {
    guard let text = run.parameter("itoken") ?? run.parameter("token"),
      let key = Coercion.canonicalUUID(text),
      let invitation = try run.store.object(referredToAs: Self.model, by: .string(key))
    else { return nil }
    let flow = invitation.fields["flow"] ?? .null
    guard flow.isNull || flow == run.flow.primaryKey else { return nil }
    // Older versions accept it until a worker has deleted it (recorded).
    if run.traits.flows.refusesExpiredInvitations, let text = invitation.fields["expires"]?.string,
      let expires = ObjectMaker.seconds(text), expires < run.now
    {
      return nil
    }
    return invitation
  }
}
