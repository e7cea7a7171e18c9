import Model
import YAML

/// The look-ups of a file: `!Find` and `!FindObject` with a literal model and literal conditions.
struct LookUps {
  struct LookUp {
    let model: String
    /// The name of each condition, and its value if that is a text.
    let conditions: [(name: SourceNode, value: String?)]
    let mark: Mark
    /// The bytes that the look-up takes.
    let range: Range<Int>
  }

  private(set) var all: [LookUp] = []

  init(_ root: SourceNode) {
    add(root)
  }

  /// The look-ups that begin inside a range.
  func within(_ range: Range<Int>) -> ArraySlice<LookUp> {
    all[position(of: range.lowerBound)..<position(of: range.upperBound)]
  }

  /// The number of look-ups that begin before a byte. They are in the order of the file.
  private func position(of byte: Int) -> Int {
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if all[middle].range.lowerBound < byte { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func add(_ node: SourceNode) {
    if node.tag == "!Find" || node.tag == "!FindObject", case .list(let items, _) = node.content,
      let model = items.first?.text
    {
      let conditions = items.dropFirst().compactMap { item -> (SourceNode, String?)? in
        guard case .list(let parts, _) = item.content, parts.count == 2, parts[0].text != nil,
          parts[0].tag == nil
        else {
          return nil
        }
        return (parts[0], parts[1].tag == nil ? parts[1].text : nil)
      }
      all.append(
        LookUp(model: model.lowercased(), conditions: conditions, mark: node.mark, range: node.range))
    }
    for child in node.children { add(child) }
  }
}

extension LookUps.LookUp {
  func names(_ object: ChangeCondition.ShippedObject) -> Bool {
    object.models.contains(model)
      && conditions.contains { condition in
        condition.value.map { object.fields[condition.name.text ?? ""] == $0 } ?? false
      }
  }

  /// The conditions with this name, or with this name before `__`.
  func conditions(by name: String) -> [SourceNode] {
    conditions.map(\.name).filter { condition in
      condition.text.map { $0 == name || $0.hasPrefix(name + "__") } ?? false
    }
  }
}
