import Model
import Planning

/// One object's change as a person reads it, before it is laid out for a terminal or a web page.
struct ChangeText {
  private let change: PlannedChange

  init(_ change: PlannedChange) { self.change = change }

  var mark: PlanLine.Mark { PlanLine.Mark(change) }

  var verb: String { change.action.rawValue }

  /// `blueprints/login.yaml:12`; empty for an object that no entry describes.
  var place: String { change.source.map { "\(Terminal.escaped($0.file)):\($0.line)" } ?? "" }

  /// The earlier address, and why the object is skipped or another remark.
  var notes: [String] {
    let previous = change.previousAddress.map { "was \(Terminal.escaped($0.description))" }
    return [previous, change.reason.map { Terminal.escaped($0) }].compactMap { $0 }
  }

  /// `showsDefaults` adds the fields of a new object that only repeat the server's defaults.
  func fields(_ symbols: Symbols, _ limits: FieldText.Limits, showsDefaults: Bool) -> [FieldText] {
    change.shownFields(all: showsDefaults).map {
      FieldText($0, change.action, symbols: symbols, limits: limits)
    }
  }

  /// The objects that the server deletes along.
  var cascades: [String] {
    change.cascades.map { "by cascade: \(Terminal.escaped($0.model)) \(Terminal.escaped($0.name))" }
  }
}
