import Model
import YAML

/// Turns what the entries of a file ask for into edits of its text.
///
/// A text that several entries share is only changed if all of them ask for the same.
struct FileRewriting {
  /// What the entries of a file say about its fields and maps.
  struct Visits {
    /// By the place of a field's name: the rewrites that each entry with this field needs.
    var fields: [Mark: [[FieldRewrite]]] = [:]
    /// By the place of a map of attributes: what each entry that has it adds.
    var attrs: [Mark: [[Addition]]] = [:]
  }

  private let index: SourceIndex
  private let source: SourceBytes
  private let visits: Visits

  init(_ index: SourceIndex, _ bytes: [UInt8], _ visits: Visits) {
    self.index = index
    source = SourceBytes(bytes)
    self.visits = visits
  }

  /// Returns the edits for all requests with a sure rewrite. A request without edits gets the reason.
  ///
  /// The fields for one entry are added together, after all other edits at the same place.
  func edits(_ requests: inout [RewriteRequest]) -> [TextEdit] {
    guard !source.hasLoneReturns else {
      for index in requests.indices { requests[index].block(.form) }
      return []
    }
    var changes: [Int: [TextEdit]] = [:]
    var adding: [Mark: [Int]] = [:]
    for (index, request) in requests.enumerated() where request.finding.rewriting == .sure {
      do throws(Blocked) {
        changes[index] = try self.changes(request)
        if let entry = request.entry, !request.additions.isEmpty { adding[entry, default: []].append(index) }
      } catch {
        requests[index].block(error)
      }
    }
    var additions: [TextEdit] = []
    for (entry, indices) in adding.sorted(by: { $0.value[0] < $1.value[0] }) {
      do throws(Blocked) {
        additions += try self.additions(
          indices.flatMap { requests[$0].additions }, entry: entry, attrs: requests[indices[0]].attrs)
      } catch {
        for index in indices {
          requests[index].block(error)
          changes[index] = nil
        }
      }
    }
    return changes.sorted { $0.key < $1.key }.flatMap(\.value) + additions
  }

  private func changes(_ request: RewriteRequest) throws(Blocked) -> [TextEdit] {
    if let edit = request.edit { return [edit] }
    guard let mark = request.field, !request.rewrites.isEmpty else { return [] }
    return try edits(request.rewrites, at: mark)
  }

  private func additions(
    _ additions: [Addition], entry: Mark, attrs: Mark?
  ) throws(Blocked) -> [TextEdit] {
    if let attrs, let reason = sharing(of: attrs) { throw Blocked(reason: reason) }
    let editing = AdditionEditing(index: index, source: source)
    guard let edits = editing.edits(additions, entry: entry, attrs: attrs) else { throw .form }
    return edits
  }

  private func edits(_ rewrites: [FieldRewrite], at mark: Mark) throws(Blocked) -> [TextEdit] {
    guard let place = index.pairs[mark] else { throw .form }
    guard let all = visits.fields[mark], all.allSatisfy({ rewrites.allSatisfy($0.contains) }) else {
      throw Blocked(reason: "entries share this line that need different forms")
    }
    var edits: [TextEdit] = []
    for rewrite in rewrites {
      var target: SourceIndex.Place? = place
      if rewrite.changesValue, let name = place.pair.value.anchorOrAlias {
        if let reason = sharing(ofAnchor: name, rewrite) { throw Blocked(reason: reason) }
        target = (index.sites[name] ?? []).lazy.compactMap { index.pairs[$0] }.first {
          !$0.pair.value.isAlias
        }
      }
      if rewrite == .drop, place.pair.value.anchors.contains(where: { index.aliases[$0, default: 0] > 0 }) {
        throw Blocked(reason: "other places refer to its anchor")
      }
      guard let target,
        let found = PairEditing(place: target, index: index, source: source).edits(rewrite)
      else { throw .form }
      edits += found
    }
    return edits
  }

  /// The reason why an anchor's text cannot be changed. Nil if all places that use the anchor need the same change.
  private func sharing(ofAnchor name: String, _ rewrite: FieldRewrite) -> String? {
    let sites = index.sites[name] ?? []
    let isComplete = sites.count == index.aliases[name, default: 0] + 1
    let areEqual = sites.allSatisfy { site in
      visits.fields[site].map { $0.allSatisfy { $0.contains(rewrite) } } ?? false
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

extension FieldRewrite {
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
