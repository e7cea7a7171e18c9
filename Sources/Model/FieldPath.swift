import OrderedCollections

/// The path to a value inside an object: the field's name, then keys and indexes.
///
/// Printed as `settings.providers[0].name`.
package struct FieldPath: Sendable, Hashable {
  package enum Step: Sendable, Hashable {
    case key(String)
    case index(Int)
  }

  package let steps: [Step]

  package init(_ steps: [Step]) {
    self.steps = steps
  }

  package init(_ key: String) {
    self.init([.key(key)])
  }

  /// Reads a printed path; a member name with a dot or a bracket is read as several steps.
  package init(printed text: String) {
    var steps: [Step] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      steps.append(.key(String(pieces.first ?? "")))
      for piece in pieces.dropFirst() {
        steps.append(Int(piece.dropLast()).map(Step.index) ?? .key(String(piece)))
      }
    }
    self.init(steps)
  }

  /// The name of the field.
  package var firstKey: String {
    if case .key(let name)? = steps.first { name } else { "" }
  }

  package func appending(_ step: Step) -> FieldPath {
    FieldPath(steps + [step])
  }
}

extension FieldPath: CustomStringConvertible {
  package var description: String {
    steps.reduce(into: "") { text, step in
      switch step {
      case .key(let key): text += text.isEmpty ? key : ".\(key)"
      case .index(let index): text += "[\(index)]"
      }
    }
  }
}

extension Value {
  /// This value with one part replaced; unchanged if there is no such part.
  package func replacing(at steps: some Collection<FieldPath.Step>, by new: Value) -> Value {
    guard let step = steps.first else { return new }
    switch (self, step) {
    case (.list(var items), .index(let index)) where items.indices.contains(index):
      items[index] = items[index].replacing(at: Array(steps.dropFirst()), by: new)
      return .list(items)
    case (.map(var entries), .key(let key)):
      guard let part = entries[key] else { return self }
      entries[key] = part.replacing(at: Array(steps.dropFirst()), by: new)
      return .map(entries)
    default: return self
    }
  }

  /// The value at a path, or nil if there is none.
  package func value(at path: FieldPath) -> Value? {
    path.steps.reduce(Optional(self)) { value, step in
      switch step {
      case .key(let key): value?[key]
      case .index(let index): value?.list.flatMap { $0.indices.contains(index) ? $0[index] : nil }
      }
    }
  }
}
