/// What an entry wants of its object.
package enum EntryState: String, Sendable, CaseIterable {
  /// Create it, or update the declared fields.
  case present
  /// Create it; never update it.
  case created
  /// Create it; an error if it is there already and flowform did not create it.
  case mustCreated = "must_created"
  /// Delete it if it is there.
  case absent
}
