/// What happens to an object when the one that its field refers to is deleted, as `used_by/` names it.
///
/// For a list of references it is always the entry in the list that goes.
package enum DeleteRule: String, Sendable, Hashable {
  case cascade
  case setNull = "set_null"
  case setDefault = "set_default"
}
