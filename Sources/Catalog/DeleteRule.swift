/// What happens to an object when the one that its field refers to is deleted, as `used_by/` names it.
///
/// For a list of references, only the item in the list is removed.
package enum DeleteRule: String, Sendable, Hashable {
  case cascade
  case setNull = "set_null"
  case setDefault = "set_default"
}
