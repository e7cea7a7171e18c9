/// Where a value stands inside an object: the field's name, and the keys and indexes below it.
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
