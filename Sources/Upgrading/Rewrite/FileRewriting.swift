import Model
import YAML

/// Turns what the entries of a file ask for into edits of its text.
///
/// A text that several entries share is only changed if all of them ask for the same.
struct FileRewriting {
  /// What the entries of a file say about its fields and maps.
  struct Visits {
    /// By the place of a field's name: what each entry that has the field wishes.
    var fields: [Mark: [[Wish]]] = [:]
    /// By the place of a map of attributes: what each entry that has it adds.
    var attrs: [Mark: [[Addition]]] = [:]
  }

  private let index: SourceIndex
  private let source: SourceBytes
  private let visits: Visits

  init(_ root: SourceNode, _ bytes: [UInt8], _ visits: Visits) {
    index = SourceIndex(root)
    source = SourceBytes(bytes)
    self.visits = visits
  }

  /// The edits for one request, or the reason why there are none.
  func edits(_ request: Requested) -> Result<(changes: [TextEdit], additions: [TextEdit]), Blocked> {
    var changes: [TextEdit] = []
    var additions: [TextEdit] = []
    if let mark = request.field, !request.wishes.isEmpty {
      switch self.edits(request.wishes, at: mark) {
      case .success(let found): changes = found
      case .failure(let blocked): return .failure(blocked)
      }
    }
    if let entry = request.entry, !request.additions.isEmpty {
      if let attrs = request.attrs, let reason = sharing(of: attrs) {
        return .failure(Blocked(reason: reason))
      }
      let editing = AdditionEditing(index: index, source: source)
      guard let found = editing.edits(request.additions, entry: entry, attrs: request.attrs) else {
        return .failure(.form)
      }
      additions = found
    }
    return .success((changes, additions))
  }

  private func edits(_ wishes: [Wish], at mark: Mark) -> Result<[TextEdit], Blocked> {
    guard let place = index.pairs[mark] else { return .failure(.form) }
    guard let all = visits.fields[mark], all.allSatisfy({ wishes.allSatisfy($0.contains) }) else {
      return .failure(Blocked(reason: "entries share this line that need different forms"))
    }
    var edits: [TextEdit] = []
    for wish in wishes {
      var target: SourceIndex.Place? = place
      if wish.changesValue, let name = place.pair.value.anchorOrAlias {
        if let reason = sharing(ofAnchor: name, wish) { return .failure(Blocked(reason: reason)) }
        target = (index.sites[name] ?? []).lazy.compactMap { index.pairs[$0] }.first {
          !$0.pair.value.isAlias
        }
      }
      if wish == .drop, place.pair.value.anchors.contains(where: { index.aliases[$0, default: 0] > 0 }) {
        return .failure(Blocked(reason: "other places refer to its anchor"))
      }
      guard let target,
        let found = PairEditing(place: target, index: index, source: source).edits(wish)
      else { return .failure(.form) }
      edits += found
    }
    return .success(edits)
  }

  /// The reason why the text of an anchor cannot be changed; nil if all places that show it ask for the same.
  private func sharing(ofAnchor name: String, _ wish: Wish) -> String? {
    let sites = index.sites[name] ?? []
    let isComplete = sites.count == index.aliases[name, default: 0] + 1
    let areEqual = sites.allSatisfy { site in
      visits.fields[site].map { $0.allSatisfy { $0.contains(wish) } } ?? false
    }
    return isComplete && areEqual ? nil : "other places refer to the anchor &\(name)"
  }

  private func sharing(of attrs: Mark) -> String? {
    let all = visits.attrs[attrs] ?? []
    let name = index.maps[attrs]?.node.anchor
    let count = name.map { index.aliases[$0, default: 0] + 1 } ?? 1
    guard name != nil, count > 1 else { return nil }
    return all.count == count && Set(all).count == 1 ? nil : "other places refer to the anchor &\(name ?? "")"
  }
}

/// Why a text is not rewritten.
struct Blocked: Error {
  /// Completes "it is not rewritten, since …".
  let reason: String

  static let form = Blocked(reason: "it is written in an unusual way")
}

extension Wish {
  var changesValue: Bool {
    switch self {
    case .rename, .wrap, .drop: false
    case .scalar, .objects, .word: true
    }
  }
}

extension SourceNode {
  /// The anchors of the node and all that is in it.
  var anchors: [String] { (anchor.map { [$0] } ?? []) + children.flatMap(\.anchors) }
}
