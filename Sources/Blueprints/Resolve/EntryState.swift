/// The state that an entry wants its object to have.
package enum EntryState: String, Sendable, CaseIterable {
  /// Create the object, or update the declared fields.
  case present
  /// Create the object. Never update it.
  case created
  /// Create the object. It is an error if it exists already and flowform did not create it.
  case mustCreated = "must_created"
  /// Delete the object if it exists.
  case absent
}
