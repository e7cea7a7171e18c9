import Blueprints
import Catalog
import Model
import OrderedCollections
import Upgrading
import YAML

/// The text of an instance's blueprint as a file: with the context of the instance, and without its secrets.
///
/// Everything else stays as it was written.
struct InstanceText {
  /// Why there is no file.
  struct Failure: Error {
    let message: String
  }

  private(set) var bytes: [UInt8]
  private let catalog: Catalog
  private(set) var variables: SecretVariables

  init(_ instance: BlueprintInstance, variables: SecretVariables, catalog: Catalog) throws(Failure) {
    self.catalog = catalog
    self.variables = variables
    bytes = Array(instance.content.utf8)
    if bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
    let entries = try entryCount()
    if !instance.context.isEmpty {
      try edit { (root, text) throws(Failure) in try text.contextEdits(root, instance.context) }
    }
    try edit { (root, text) throws(Failure) in text.secretEdits(root) }
    guard try entryCount() == entries else { throw Self.unwritable }
  }

  private static let unwritable = Failure(
    message: "the way its content is written does not allow to add its context")

  /// The names and paths of the blueprints that it applies first.
  var applied: (names: [String], paths: [String]) {
    let blueprint = BlueprintReader.read(SourceText(file: "content", bytes: bytes)).blueprint
    let identifiers = (blueprint?.entries ?? []).filter {
      $0.model.literal?.string?.lowercased() == "authentik_blueprints.metaapplyblueprint"
    }.compactMap { entry in
      entry.attrs?.written.fields.first { $0.name == "identifiers" }?.written?.map
    }
    return (
      identifiers.compactMap { $0["name"]?.string },
      identifiers.filter { $0["name"]?.string == nil }.compactMap { $0["path"]?.string }
    )
  }

  /// Gives the blueprint the name that others apply it by.
  mutating func setName(_ name: String) throws(Failure) {
    let (blueprint, _) = BlueprintReader.read(SourceText(file: "content", bytes: bytes))
    guard blueprint?.name != name else { return }
    try edit { (root, _) throws(Failure) in
      let value = SourceNode.ScalarStyle.plain.written(name, isInFlow: true)
      let metadata = root.pairs?.first { $0.key.text == "metadata" }?.value
      if let old = metadata?.pairs?.first(where: { $0.key.text == "name" })?.value {
        return [
          TextEdit(old.range, SourceNode.ScalarStyle.plain.written(name, isInFlow: metadata?.isFlow == true))
        ]
      }
      if let metadata, let first = metadata.pairs?.first {
        return [Self.insertion(of: "name: \(value)", before: first, inFlow: metadata.isFlow)]
      }
      guard metadata == nil, let first = root.pairs?.first else { throw Self.unwritable }
      return [Self.insertion(of: "metadata: {name: \(value)}", before: first, inFlow: root.isFlow)]
    }
  }

  // MARK: - Reading and editing

  /// The number of entries; throws if the text is no blueprint.
  private func entryCount() throws(Failure) -> Int {
    let (blueprint, diagnostics) = BlueprintReader.read(SourceText(file: "content", bytes: bytes))
    guard let blueprint, !diagnostics.hasErrors else {
      let place = diagnostics.first { $0.severity == .error }?.location
      throw Failure(
        message: "its content is no blueprint that can be read\(place.map { " (line \($0.line))" } ?? "")")
    }
    return blueprint.entries.count
  }

  private mutating func edit(
    _ make: (SourceNode, inout InstanceText) throws(Failure) -> [TextEdit]
  ) throws(Failure) {
    guard let root = (try? SourceReader.read(bytes)) ?? nil else { throw Self.unwritable }
    let edits = try make(root, &self)
    guard let edited = edits.applied(to: bytes) else { throw Self.unwritable }
    bytes = edited
  }

  /// A line before a key of a block map, or a part before a key of a flow map.
  private static func insertion(
    of text: String, before pair: SourceNode.Pair, inFlow isFlow: Bool
  ) -> TextEdit {
    let start = pair.key.range.lowerBound
    let indent = String(repeating: " ", count: Int(pair.key.mark.column) - 1)
    return TextEdit(start..<start, isFlow ? "\(text), " : "\(text)\n\(indent)")
  }

  // MARK: - Context

  private mutating func contextEdits(
    _ root: SourceNode, _ context: ValueMap
  ) throws(Failure) -> [TextEdit] {
    guard let pairs = root.pairs, let first = pairs.first else { throw Self.unwritable }
    if let own = pairs.first(where: { $0.key.text == "context" })?.value {
      return try merging(.map(context), into: own, at: ["context"])
    }
    let place = pairs.first { $0.key.text == "entries" } ?? first
    guard !root.isFlow else {
      return [Self.insertion(of: "context: \(flow(.map(context), ["context"]))", before: place, inFlow: true)]
    }
    let indent = String(repeating: " ", count: Int(place.key.mark.column) - 1)
    let lines = context.map {
      "\n\(indent)  \(InlineValue.key($0.key)): \(flow($0.value, ["context", $0.key]))"
    }
    return [Self.insertion(of: "context:" + lines.joined(), before: place, inFlow: false)]
  }

  /// Merges a value into the file's own, as authentik does: maps by key, lists one behind the other.
  private mutating func merging(
    _ value: Value, into node: SourceNode, at path: [String]
  ) throws(Failure) -> [TextEdit] {
    guard node.anchor == nil else { throw Self.unwritable }
    if node.tag == nil, case .map(let wanted) = value, case .map(let pairs, let isFlow) = node.content,
      let first = pairs.first
    {
      var edits: [TextEdit] = []
      for (key, value) in wanted {
        if let own = pairs.first(where: { $0.key.text == key })?.value {
          edits += try merging(value, into: own, at: path + [key])
        } else {
          edits.append(
            Self.insertion(
              of: "\(InlineValue.key(key)): \(flow(value, path + [key]))", before: first, inFlow: isFlow))
        }
      }
      return edits
    }
    if node.tag == nil, case .list(let more) = value, case .list(let items, let isFlow) = node.content,
      let last = items.last
    {
      let texts = more.map { flow($0, path) }
      let indent = String(repeating: " ", count: Int(node.mark.column) - 1)
      let text = texts.map { isFlow ? ", \($0)" : "\n\(indent)- \($0)" }.joined()
      return [TextEdit(last.range.upperBound..<last.range.upperBound, text)]
    }
    return [TextEdit(node.range, (node.range.isEmpty ? " " : "") + flow(value, path))]
  }

  private mutating func flow(_ value: Value, _ path: [String]) -> String {
    InlineValue.text(value, path, &variables)
  }

  // MARK: - Secrets

  private mutating func secretEdits(_ root: SourceNode) -> [TextEdit] {
    (root.pairs ?? []).flatMap { pair -> [TextEdit] in
      switch pair.key.text {
      case "context": return secrets(in: pair.value, ["context"], isSecret: false, guesses: true, nil)
      case "entries": return secrets(in: pair.value, [], isSecret: false, guesses: false, nil)
      default: return []
      }
    }
  }

  /// `kind` is that of the entry around the node; `guesses` is true where nothing but the value tells.
  private mutating func secrets(
    in node: SourceNode, _ path: [String], isSecret: Bool, guesses: Bool, _ kind: Kind?
  ) -> [TextEdit] {
    guard node.tag == nil || node.tag?.hasPrefix("tag:yaml.org") == true else {
      // `!Context [password, hunter2]`: only the default is a value.
      guard case .list(let items, _) = node.content, ["!Context", "!Env"].contains(node.tag) else {
        return []
      }
      return items.dropFirst().flatMap {
        secrets(in: $0, path, isSecret: isSecret, guesses: guesses, kind)
      }
    }
    switch node.content {
    case .alias: return []
    case .list(let items, _):
      return items.flatMap { secrets(in: $0, path, isSecret: isSecret, guesses: guesses, kind) }
    case .map(let pairs, _):
      // An entry begins a path of its own.
      let model = pairs.first { $0.key.text == "model" }?.value.text?.lowercased()
      let own = model.flatMap(catalog.kind) ?? kind
      return pairs.flatMap { pair -> [TextEdit] in
        guard let name = pair.key.text else { return [] }
        let isPart = model != nil && ["attrs", "identifiers"].contains(name)
        if model != nil, !isPart { return [] }
        let isNamed = guesses ? SecretGuess.covers(name) : SecretName.covers(name.lowercased())
        let isOne = !isPart && (isNamed || own?.field(name)?.isSecret == true)
        let label = isPart ? Self.label(pairs) : name
        return secrets(
          in: pair.value, path + [label].filter { !$0.isEmpty }, isSecret: isSecret || isOne,
          guesses: guesses, own)
      }
    case .scalar(let text, let style):
      let isPlainWord = style == .plain && ["", "~", "null", "true", "false"].contains(text.lowercased())
      guard !text.isEmpty, !isPlainWord else { return [] }
      let isGuessed = guesses ? SecretGuess.looksSecret(text) : SecretGuess.isKnownForm(text)
      guard isSecret || isGuessed else { return [] }
      return [TextEdit(node.body, "!Env \(variables.name(of: text, at: path))")]
    }
  }

  /// The name of an entry's object.
  private static func label(_ entry: [SourceNode.Pair]) -> String {
    let identifiers = entry.first { $0.key.text == "identifiers" }?.value.pairs ?? []
    return identifiers.lazy.compactMap(\.value.text).first { !$0.isEmpty } ?? ""
  }
}
