extension OutputSchema {
  /// Format 1 of `upgrade`.
  static let upgradeText = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:flowform:upgrade:1",
      "title": "Upgrade",
      "description": "What `flowform upgrade --format json` prints.",
      "type": "object",
      "required": ["format", "to", "findings", "files", "diagnostics"],
      "additionalProperties": false,
      "properties": {
        "format": {"const": 1},
        "from": {"description": "The version that the blueprints were written for.", "type": "string"},
        "to": {"type": "string"},
        "findings": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["change", "severity", "message", "file", "line", "column", "certainty", "rewrite"],
            "additionalProperties": false,
            "properties": {
              "change": {
                "enum": [
                  "required", "renamed", "removed", "kind-removed", "choice", "type", "default", "constraint", "rule",
                  "deprecated", "meaning", "look-up", "shipped", "state", "refused", "ignored"
                ]
              },
              "severity": {"enum": ["error", "warning", "note"]},
              "message": {"type": "string", "minLength": 1},
              "file": {"type": "string"},
              "line": {"type": "integer", "minimum": 1},
              "column": {"description": "In characters, from 1.", "type": "integer", "minimum": 1},
              "since": {"type": "string"},
              "certainty": {"enum": ["schema", "migration", "release-note", "inferred"]},
              "rewrite": {"enum": ["written", "available", "refused", "inferred", "blocked", "none"]},
              "reason": {"description": "Why there is no rewrite.", "type": "string"}
            }
          }
        },
        "files": {
          "description": "The files that have a new text.",
          "type": "array",
          "items": {
            "type": "object", "required": ["file", "written"], "additionalProperties": false,
            "properties": {
              "file": {"type": "string"},
              "written": {"type": "boolean"},
              "errors": {
                "description": "What the version refuses in the new text; such a file is not written.",
                "type": "array", "items": {"$ref": "#/$defs/diagnostic"}
              },
              "diff": {"description": "With --diff.", "type": "string"}
            }
          }
        },
        "diagnostics": {
          "description": "Why files cannot be read.",
          "type": "array", "items": {"$ref": "#/$defs/diagnostic"}
        }
      },
      "$defs": {
        "diagnostic": \#(diagnostic)
      }
    }
    """#
}
