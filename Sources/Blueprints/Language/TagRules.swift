import Model

/// The rule for each tag.
enum TagRules {
  typealias Rule = @Sendable (inout Resolution, TagUse) -> TracedValue?

  static let rules: [String: Rule] = [
    "!KeyOf": { $0.keyOf($1).map { TracedValue($0) } }, "!Find": { $0.find($1) },
    "!FindObject": { $0.findObject($1) }, "!Context": { $0.context($1) }, "!Env": { $0.environment($1) },
    "!File": { $0.file($1) }, "!Format": { $0.format($1) }, "!If": { $0.choice($1) },
    "!Condition": { $0.condition($1) }, "!Enumerate": { $0.enumerate($1) },
    "!Index": { $0.index($1).map { TracedValue($0) } }, "!Value": { $0.item($1) },
    "!AtIndex": { $0.element($1) }, "!ParseJSON": { $0.parseJSON($1).map { TracedValue($0) } },
  ]

  static let names = rules.keys.sorted()

  /// The tags that name an object.
  static let referring: Set<String> = ["!KeyOf", "!Find", "!FindObject"]
}
