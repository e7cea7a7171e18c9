extension OutputSchema {
  /// Format 1 of `test`.
  static let testResultsText = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:flowform:test-results:1",
      "title": "Results of flow tests",
      "description": "What `flowform test --format json` prints.",
      "type": "object",
      "required": ["format", "server", "serverVersion", "summary", "tests", "diagnostics"],
      "additionalProperties": false,
      "properties": {
        "format": {"const": 1},
        "server": {"type": "string"},
        "serverVersion": {"type": "string"},
        "summary": {
          "type": "object",
          "required": ["passed", "failed", "skipped"],
          "additionalProperties": false,
          "properties": {
            "passed": {"type": "integer", "minimum": 0},
            "failed": {"type": "integer", "minimum": 0},
            "skipped": {"type": "integer", "minimum": 0}
          }
        },
        "tests": {
          "description": "In the order of their files.",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["name", "flow", "file", "line", "column", "verdict", "seconds", "failures", "notes", "leftBehind"],
            "additionalProperties": false,
            "properties": {
              "name": {"type": "string"},
              "flow": {"description": "The slug of the flow.", "type": "string"},
              "file": {"type": "string"},
              "line": {"type": "integer", "minimum": 1},
              "column": {"type": "integer", "minimum": 1},
              "verdict": {"enum": ["passed", "failed", "skipped"]},
              "reason": {"description": "Why the test was skipped.", "type": "string", "minLength": 1},
              "seconds": {"type": "number", "minimum": 0},
              "failures": {
                "description": "What differed, each at the place of its step.",
                "type": "array",
                "items": {
                  "type": "object", "required": ["message", "file", "line", "column"], "additionalProperties": false,
                  "properties": {
                    "message": {"type": "string", "minLength": 1},
                    "file": {"type": "string"},
                    "line": {"type": "integer", "minimum": 1},
                    "column": {"type": "integer", "minimum": 1}
                  }
                }
              },
              "notes": {"type": "array", "items": {"type": "string"}},
              "leftBehind": {
                "description": "What the test left on the server.",
                "type": "array", "items": {"type": "string"}
              }
            }
          }
        },
        "diagnostics": {
          "description": "Findings about the test files.",
          "type": "array", "items": {"$ref": "#/$defs/diagnostic"}
        }
      },
      "$defs": {
        "diagnostic": \#(diagnostic)
      }
    }
    """#
}
