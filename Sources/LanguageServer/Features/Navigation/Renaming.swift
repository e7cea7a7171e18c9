import Model
import OrderedCollections
import YAML

/// A name that can be replaced by another one, in all places that use it.
struct Renaming {
  let name: String
  let occurrences: [Occurrence]
  /// The files that may use the name; nil for all.
  let files: [Int]?
  /// Names that mean something else, each with what it means.
  private let taken: [String: String]
  private let isAnchor: Bool

  /// Throws the reason why the subject has to keep its name.
  init(_ subject: Subject, _ set: WrittenSet) throws(ResponseError) {
    func refuse(_ reason: String) -> ResponseError { ResponseError(.requestFailed, reason) }
    let found = set.occurrences(of: subject).filter { $0.form != .place }
    var taken: [String: String] = [:]
    var isAnchor = false
    var ownFile: Int?
    switch subject {
    case .id(let id, let file):
      name = id
      ownFile = file
      for use in set.files[file].uses {
        if case .keyOf(let other) = use.target { taken[other] = "`!KeyOf \(other)` uses it already" }
      }
      for other in set.files[file].entries.compactMap(\.id) {
        taken[other.text] = "another entry of the file has this id"
      }
    case .context(let key, let file):
      name = key
      ownFile = file
      guard set.context[key] == nil else {
        throw refuse("`\(key)` also has a value outside of the file, in the settings or on the command line")
      }
      for use in set.files[file].uses {
        if case .context(let other) = use.target { taken[other] = "`!Context \(other)` uses it already" }
      }
      for other in set.files[file].context.compactMap(\.key.text) {
        taken[other] = "the context of the file has this key"
      }
      for other in set.context.keys { taken[other] = "the settings have a value for it" }
    case .anchor(let anchor, let file):
      name = anchor
      ownFile = file
      isAnchor = true
      for other in set.files[file].anchors { taken[other.text] = "another node of the file has this anchor" }
    case .blueprint(let blueprint, let files):
      name = blueprint
      guard files.count < 2 else { throw refuse("several blueprints have the name `\(blueprint)`") }
      for other in set.files {
        if let own = other.blueprint?.text { taken[own] = "\(other.file) has this name" }
      }
    case .objects:
      throw refuse("an object has no name to replace here; change its identifiers, or rename its id")
    case .variable(let variable):
      throw refuse("`\(variable)` is a variable of the environment, and a rename would not change it there")
    case .path(let path): throw refuse("`\(path)` is the path of a file; rename the file itself")
    }
    guard found.contains(where: \.isDeclaration) else {
      throw refuse("`\(name)` is not declared in the workspace")
    }
    self.taken = taken
    self.isAnchor = isAnchor
    occurrences = found
    files = ownFile.map { [$0] }
  }

  /// Why a new name cannot be used. Nil if it can.
  func objection(to new: String) -> String? {
    if new.trimmed.isEmpty { return "the new name is empty" }
    if let reason = taken[new] { return "`\(new)` is taken: \(reason)" }
    guard isAnchor else { return nil }
    let isValid = new.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    return isValid ? nil : "an anchor has only letters of ASCII, digits, `-` and `_`"
  }
}
