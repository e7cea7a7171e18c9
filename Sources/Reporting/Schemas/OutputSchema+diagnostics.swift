extension OutputSchema {
  /// A diagnostic, inside of other schemas.
  static let diagnostic = #"""
    {
          "type": "object", "required": ["severity", "message"], "additionalProperties": false,
          "properties": {
            "severity": {"enum": ["error", "warning", "note"]},
            "message": {"type": "string", "minLength": 1},
            "file": {"type": "string"},
            "line": {"type": "integer", "minimum": 1},
            "column": {"description": "In characters, from 1.", "type": "integer", "minimum": 1},
            "showsLine": {"description": "In a saved plan: the line may hold a secret.", "const": false}
          }
        }
    """#

  /// Format 1 of `validate`, and of a plan that could not be made.
  static let diagnosticsText = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:flowform:diagnostics:1",
      "title": "Diagnostics",
      "description": "What `flowform validate --format json` prints, and `plan --format json` if the blueprints are wrong.",
      "type": "object",
      "required": ["format", "diagnostics"],
      "additionalProperties": false,
      "properties": {
        "format": {"const": 1},
        "diagnostics": {
          "type": "array",
          "items": \#(diagnostic)
        }
      }
    }
    """#
}
