package import Model
import OrderedCollections

/// A JSON schema of test files for editors.
///
/// JSON schema has no tags: an editor sees only the text or list of a tag, so values may be of any type.
/// `flowform validate` finds the remaining mistakes.
package enum FlowTestSchema {
  /// The version of this schema format.
  package static let format = 1

  package static var value: Value {
    let stages = Value.list(StageKind.names.filter { !StageKind($0).components.isEmpty }.map(Value.string))
    return [
      // The draft that YAML support in editors knows best.
      "$schema": "http://json-schema.org/draft-07/schema#", "$id": .string("urn:flowform:tests:\(format)"),
      "title": "Tests of authentik's flows", "type": "object", "required": ["tests"],
      "additionalProperties": false,
      "properties": [
        "context": ["type": ["object", "null"], "description": "Values for !Context."],
        "tests": ["type": "array", "items": test],
      ],
      "$defs": [
        "stage": ["description": "A stage, by the name that its model has.", "enum": stages],
        "step": step, "end": end, "signedIn": signedIn,
        "pattern": described("A regular expression that the whole text must match."),
        "texts": ["type": ["array", "string"]],
      ],
    ]
  }

  private static func described(_ text: String, _ more: ValueMap = [:]) -> Value {
    .map(more.merging(["description": .string(text)]) { $1 })
  }

  private static func reference(_ name: String) -> Value { ["$ref": .string("#/$defs/\(name)")] }

  private static let test: Value = [
    "type": "object", "required": ["name", "flow", "ends"], "additionalProperties": false,
    "properties": [
      "name": described("What the test is about."), "flow": described("The slug of the flow."),
      "query": described(
        "The query of the page's address, such as `next` or `itoken`.", ["type": "object"]),
      "steps": described(
        "The challenges in their order, each with its answer.",
        ["type": ["array", "null"], "items": reference("step")]),
      "ends": reference("end"),
      "cleanup": described("Delete the users that the test made."),
    ],
  ]

  private static let end: Value = [
    "description":
      "How the run ends: signed-in, signed-out, redirected, denied, or the stage at which it waits.",
    "anyOf": [
      ["enum": .list(FlowTestReader.endWords.map(Value.string))], reference("stage"),
      [
        "type": "object", "additionalProperties": false,
        "properties": [
          "signed-in": reference("signedIn"), "signed-out": ["const": nil],
          "redirected": reference("pattern"), "denied": reference("pattern"), "stage": reference("stage"),
        ],
      ],
    ],
  ]

  private static let signedIn: Value = [
    "description": "The user who is signed in: a name, or a map with user and groups.",
    "anyOf": [
      ["type": ["string", "array", "null"]],
      [
        "type": "object", "additionalProperties": false,
        "properties": ["user": described("The user's name."), "groups": reference("texts")],
      ],
    ],
  ]

  private static var step: Value {
    [
      "type": "object", "required": ["stage"], "additionalProperties": false,
      "properties": [
        "stage": reference("stage"),
        "answer": described(
          "The fields of the answer. Without it, the answer is empty; the last step may only look.",
          ["type": ["object", "null"]]),
        "errors": described(
          "The errors that the answer causes, by field. Empty if it is refused with any errors or none.",
          ["type": "object", "additionalProperties": reference("pattern")]),
        "title": reference("pattern"), "layout": reference("pattern"),
        "fields": described("The keys of a prompt's fields, in their order.", ["type": ["array", "string"]]),
        "sources": described(
          "The names of an identification stage's sources, in any order.", ["type": ["array", "string"]]),
        "devices": described(
          "The kinds of device that a validation stage offers, in any order.", ["type": ["array", "string"]]),
        "shows": described(
          "Other values of the challenge, by their path.",
          ["type": "object", "additionalProperties": reference("pattern")]),
      ],
      "allOf": .list(StageKind.names.compactMap(condition)),
    ]
  }

  /// The fields of an answer, for the stages that know them.
  private static func condition(_ stage: String) -> Value? {
    guard let fields = StageKind(stage).answerFields else { return nil }
    let properties = ValueMap(uniqueKeysWithValues: fields.known.map { ($0, [:]) })
    return [
      "if": ["properties": ["stage": ["const": .string(stage)]]],
      "then": [
        "properties": [
          "answer": ["properties": .map(properties), "additionalProperties": false]
        ]
      ],
    ]
  }

  /// The tags that only test files have, in the form of VS Code's YAML extension: `!TOTP scalar`.
  package static var customTags: [String] {
    FlowTestReader.tagNames.flatMap { ["\($0) scalar", "\($0) sequence"] }
  }
}
