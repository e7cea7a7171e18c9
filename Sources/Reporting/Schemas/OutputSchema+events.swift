extension OutputSchema {
  /// Format 1 of each line that an apply prints.
  static let eventsText = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:flowform:events:1",
      "title": "An event of an apply",
      "description": "Each line that `flowform apply --format json` prints; the last one is the summary.",
      "oneOf": [
        {
          "type": "object", "required": ["event", "severity", "message"], "additionalProperties": false,
          "properties": {
            "event": {"const": "diagnostic"},
            "severity": {"enum": ["error", "warning", "note"]},
            "message": {"type": "string", "minLength": 1},
            "file": {"type": "string"},
            "line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}
          }
        },
        {
          "description": "A write was started.",
          "type": "object", "required": ["event", "address", "action"], "additionalProperties": false,
          "properties": {
            "event": {"const": "started"},
            "address": {"$ref": "#/$defs/address"}, "action": {"$ref": "#/$defs/action"}
          }
        },
        {
          "description": "The object is as planned; `action` is what was done in the end.",
          "type": "object", "required": ["event", "address", "action"], "additionalProperties": false,
          "properties": {
            "event": {"const": "finished"},
            "address": {"$ref": "#/$defs/address"}, "action": {"$ref": "#/$defs/action"},
            "pk": {"description": "The object's primary key.", "type": ["string", "integer"]}
          }
        },
        {
          "description": "A step of the run was rolled back; `action` is the one that was undone.",
          "type": "object", "required": ["event", "address", "action"], "additionalProperties": false,
          "properties": {
            "event": {"const": "undone"},
            "address": {"$ref": "#/$defs/address"}, "action": {"$ref": "#/$defs/action"}
          }
        },
        {
          "description": "Refused, not started because something it needs failed, or impossible to undo.",
          "type": "object", "required": ["event", "address", "action", "reason"],
          "additionalProperties": false,
          "properties": {
            "event": {"enum": ["failed", "abandoned", "not-undone"]},
            "address": {"$ref": "#/$defs/address"}, "action": {"$ref": "#/$defs/action"},
            "reason": {"type": "string", "minLength": 1},
            "file": {"description": "The place of the value, if it is known, else of the entry.", "type": "string"},
            "line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}
          }
        },
        {
          "type": "object", "required": ["event", "message"], "additionalProperties": false,
          "properties": {"event": {"const": "note"}, "message": {"type": "string", "minLength": 1}}
        },
        {
          "description": "With --test: a test of a flow that the apply changed, after the apply or after its rollback.",
          "type": "object", "required": ["event", "moment", "name", "flow", "verdict"],
          "properties": {
            "event": {"const": "test"},
            "moment": {"enum": ["applied", "rolled-back"]},
            "name": {"type": "string"}, "flow": {"type": "string"},
            "verdict": {"enum": ["passed", "failed", "skipped"]}
          }
        },
        {
          "type": "object",
          "required": ["event", "created", "updated", "deleted", "adopted", "unchanged", "failed"],
          "additionalProperties": false,
          "properties": {
            "event": {"const": "summary"},
            "created": {"$ref": "#/$defs/count"}, "updated": {"$ref": "#/$defs/count"},
            "deleted": {"$ref": "#/$defs/count"}, "adopted": {"$ref": "#/$defs/count"},
            "unchanged": {"$ref": "#/$defs/count"}, "skipped": {"$ref": "#/$defs/count"},
            "failed": {"$ref": "#/$defs/count"}, "abandoned": {"$ref": "#/$defs/count"},
            "retries": {"$ref": "#/$defs/count"},
            "undone": {"$ref": "#/$defs/count"}, "notUndone": {"$ref": "#/$defs/count"},
            "interrupted": {"const": true},
            "tests": {"description": "With --test.", "enum": ["passed", "failed"]}
          }
        }
      ],
      "$defs": {
        "address": {
          "description": "The name of an object, app.model[key=value,…].",
          "type": "string", "minLength": 1
        },
        "action": {"enum": ["create", "update", "delete", "adopt", "unchanged", "skip"]},
        "count": {"type": "integer", "minimum": 0}
      }
    }
    """#
}
