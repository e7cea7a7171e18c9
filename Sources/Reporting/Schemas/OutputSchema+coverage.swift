extension OutputSchema {
  /// Format 1 of `coverage`.
  static let coverageText = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:flowform:coverage:1",
      "title": "Coverage",
      "description": "What `flowform coverage --format json` prints.",
      "type": "object",
      "required": [
        "format", "server", "serverVersion", "complete", "summary", "kinds", "leftOver", "notCounted", "diagnostics"
      ],
      "additionalProperties": false,
      "properties": {
        "format": {"const": 1},
        "server": {"type": "string"},
        "serverVersion": {"type": "string"},
        "complete": {"description": "False if something could not be read or compared.", "type": "boolean"},
        "summary": {
          "type": "object",
          "required": ["described", "missing", "leftOver"],
          "additionalProperties": false,
          "properties": {
            "described": {"type": "integer", "minimum": 0},
            "missing": {"type": "integer", "minimum": 0},
            "leftOver": {"type": "integer", "minimum": 0}
          }
        },
        "kinds": {
          "description": "The kinds that have objects which count.",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["model", "described", "total", "missing"],
            "additionalProperties": false,
            "properties": {
              "model": {"type": "string", "minLength": 1},
              "described": {"type": "integer", "minimum": 0},
              "total": {"type": "integer", "minimum": 1},
              "missing": {
                "description": "Objects that no blueprint describes.",
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["address", "name", "pk", "command"],
                  "additionalProperties": false,
                  "properties": {
                    "address": {"type": "string", "minLength": 1},
                    "name": {"type": "string"},
                    "pk": {"type": ["string", "integer"]},
                    "command": {"description": "Exports it.", "type": "string", "minLength": 1}
                  }
                }
              }
            }
          }
        },
        "leftOver": {
          "description": "Objects that the state knows and no entry describes any more.",
          "type": "array",
          "items": {
            "type": "object", "required": ["address", "source"], "additionalProperties": false,
            "properties": {
              "address": {"type": "string", "minLength": 1},
              "source": {"description": "The file that described it.", "type": "string"}
            }
          }
        },
        "notCounted": {
          "description": "Objects that need no blueprint and have none.",
          "type": "array",
          "items": {
            "type": "object", "required": ["reason", "model", "count", "names"], "additionalProperties": false,
            "properties": {
              "reason": {"enum": ["managed", "shipped", "people", "not-exported"]},
              "model": {"type": "string", "minLength": 1},
              "count": {"type": "integer", "minimum": 1},
              "names": {
                "description": "Empty if only their number is known.",
                "type": "array", "items": {"type": "string"}
              }
            }
          }
        },
        "diagnostics": {
          "description": "What could not be read, and findings about the blueprints.",
          "type": "array", "items": {"$ref": "#/$defs/diagnostic"}
        }
      },
      "$defs": {
        "diagnostic": \#(diagnostic)
      }
    }
    """#
}
