import Blueprints

/// The keys of a blueprint and of its entries, in a sentence each.
enum KeyDescription {
  static let ofEntry = [
    "model": "The kind of object.",
    "id": "The name of the entry for `!KeyOf` in this file.",
    "state": "What flowform does with the object: `present`, `created`, `must_created` or `absent`.",
    "conditions": "The entry is skipped unless all of them are true.",
    "identifiers": "The fields that find the object. A create stores them too.",
    "attrs": "The other fields of the object.",
    "permissions": "Permissions on the object, for a role or a user.",
  ]

  static let ofFile = [
    "version": "The version of the blueprint's form.",
    "metadata": "The blueprint's name and labels.",
    "context": "Values for `!Context`. The settings and the command line can put others over them.",
    "entries": "The entries, in a list, or in a map of sections with a list each.",
  ]

  static func text(of state: EntryState) -> String {
    switch state {
    case .present: "The object is created, or updated if it differs."
    case .created: "The object is created if it is missing, and not changed after that."
    case .mustCreated: "The object is created; it is a mistake if it exists and flowform did not create it."
    case .absent: "The object is deleted."
    }
  }
}
