package import Model
import OrderedCollections
import YAML

/// The answers about the entries of a file, and of the workspace.
package enum SymbolAnswers {
  /// The most symbols that a search answers.
  private static let limit = 500

  package static func document(
    _ workspace: inout Workspace, _ parameters: Value
  ) throws(ResponseError) -> Value {
    let name = try DocumentPlace.document(parameters, workspace).file
    let set = WrittenSet(&workspace)
    guard let file = set.position(of: name) else { return [] }
    var outline = SymbolOutline(set, file: file)
    let symbols = head(of: set.files[file]) + outline.build().map { symbol($0, set) }
    guard !workspace.client.hasSymbolTrees else { return .list(symbols.map(\.value)) }
    return .list(symbols.flatMap { $0.flat(in: set.files[file].document, below: nil) })
  }

  package static func workspace(
    _ workspace: inout Workspace, _ parameters: Value
  ) throws(ResponseError) -> Value {
    let query = Array((parameters["query"]?.string ?? "").lowercased().utf8)
    let set = WrittenSet(&workspace)
    var found: [Value] = []
    for (file, facts) in set.files.enumerated() {
      for (index, entry) in facts.entries.enumerated() {
        guard found.count < limit else { return .list(found) }
        let position = EntryPosition(file: file, entry: index)
        let model = entry.model?.text ?? ""
        let name = set.name(of: position)
        guard [name, entry.id?.text ?? "", model].contains(where: { holds($0, query) }) else { continue }
        let symbol = symbol(SymbolOutline.Node(entry: position), set)
        found += symbol.flat(in: facts.document, below: model)
      }
    }
    return .list(found)
  }

  /// True if the letters of the query are in the text, in their order.
  private static func holds(_ text: String, _ query: [UInt8]) -> Bool {
    var position = 0
    for byte in text.lowercased().utf8 {
      guard position < query.count else { break }
      if byte == query[position] { position += 1 }
    }
    return position == query.count
  }

  private static func symbol(_ node: SymbolOutline.Node, _ set: WrittenSet) -> Symbol {
    let entry = set.entry(node.entry)
    let document = set.facts(of: node.entry).document
    let selected = entry.id?.node ?? entry.model?.node ?? entry.node
    var symbol = Symbol(
      name: set.name(of: node.entry), detail: entry.model?.text ?? "",
      kind: SymbolKind(model: entry.model?.text.lowercased() ?? ""), range: document.range(entry.node.range),
      selection: document.range(selected.firstLine(in: document)))
    symbol.children = node.children.map { self.symbol($0, set) }
    return symbol
  }

  /// The name of the blueprint, and the keys of its context.
  private static func head(of facts: FileFacts) -> [Symbol] {
    let document = facts.document
    var symbols: [Symbol] = []
    if let name = facts.blueprint, !name.text.isEmpty {
      let range = document.range(name.node.body)
      symbols.append(
        Symbol(name: name.text, detail: "metadata.name", kind: .package, range: range, selection: range))
    }
    return symbols
      + facts.context.compactMap { pair -> Symbol? in
        guard let key = pair.key.text, !key.isEmpty else { return nil }
        let end = max(pair.key.range.upperBound, pair.value.range.upperBound)
        return Symbol(
          name: key, detail: "context", kind: .constant,
          range: document.range(pair.key.range.lowerBound..<end), selection: document.range(pair.key.range))
      }
  }
}
