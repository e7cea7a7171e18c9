extension OutputSchema {
  /// Format 1 of `plan` and `drift` with several targets.
  static let targetsText = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:flowform:targets:1",
      "title": "The plans of several targets",
      "description": "What `plan --format json` and `drift --format json` print with several targets.",
      "type": "object",
      "required": ["format", "targets"],
      "additionalProperties": false,
      "properties": {
        "format": {"const": 1},
        "targets": {
          "description": "In the order in which the targets were named.",
          "type": "array", "items": {"$ref": "#/$defs/target"}
        }
      },
      "$defs": {
        "target": {
          "description": "A target has a plan, or an error; with mistakes in its blueprints also their diagnostics.",
          "type": "object", "required": ["target"], "additionalProperties": false,
          "oneOf": [{"required": ["plan"]}, {"required": ["error"]}],
          "properties": {
            "target": {"description": "The name in flowform.yaml.", "type": "string", "minLength": 1},
            "plan": {"$ref": "#/$defs/plan"},
            "error": {"description": "One sentence.", "type": "string", "minLength": 1},
            "diagnostics": {"type": "array", "items": {"$ref": "#/$defs/diagnostic"}}
          }
        },
        "plan": {
    \#(planObject)
        },
    \#(planDefinitions)
      }
    }
    """#
}
