extension OutputSchema {
  /// Format 1. Keys may be added within a format; a reader ignores those that it does not know.
  static let planText = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:flowform:plan:1",
      "title": "A plan",
      "description": "What `flowform plan --format json` and `show --format json` print. A plan saved with --out also has the keys that are marked as saved.",
    \#(planObject),
      "$defs": {
    \#(planDefinitions)
      }
    }
    """#

  /// The plan itself, inside of other schemas; it needs the definitions below.
  static let planObject = #"""
      "type": "object",
      "required": ["format", "summary", "changes", "diagnostics"],
      "additionalProperties": false,
      "properties": {
        "format": {"const": 1},
        "summary": {
          "type": "object",
          "required": ["create", "update", "delete", "adopt", "unchanged", "skipped"],
          "additionalProperties": {"type": "integer", "minimum": 0}
        },
        "changes": {
          "description": "In the order of the entries; deletes of leftovers come last.",
          "type": "array", "items": {"$ref": "#/$defs/change"}
        },
        "diagnostics": {"type": "array", "items": {"$ref": "#/$defs/diagnostic"}},
        "leftovers": {
          "description": "Objects of the state that no entry describes any more.",
          "type": "array",
          "items": {
            "type": "object", "required": ["address", "source"], "additionalProperties": false,
            "properties": {"address": {"$ref": "#/$defs/address"}, "source": {"type": "string"}}
          }
        },
        "vanished": {
          "description": "Objects of the state that no entry describes and the server does not have any more.",
          "type": "array", "items": {"$ref": "#/$defs/address"}
        },
        "tests": {
          "description": "The tests of the flows that the plan touches, which `apply --test` runs.",
          "type": "array",
          "items": {
            "type": "object", "required": ["flow", "tests"], "additionalProperties": false,
            "properties": {
              "flow": {"type": "string", "minLength": 1},
              "tests": {
                "description": "The names; empty if the flow has no test.",
                "type": "array", "items": {"type": "string"}
              }
            }
          }
        },
        "guardFindings": {
          "description": "Saved: what the guards say of the plan, such as too many deletes. `show` prints it; an apply has its own limits.",
          "type": "array", "items": {"$ref": "#/$defs/diagnostic"}
        },
        "skippedFiles": {
          "description": "Saved: files that their label leaves out.",
          "type": "array", "items": {"type": "string"}
        },
        "basis": {"$ref": "#/$defs/basis"}
      }
    """#

  static let planDefinitions = #"""
        "address": {
          "description": "The name of an object, app.model[key=value,…].",
          "type": "string", "minLength": 1
        },
        "action": {"enum": ["create", "update", "delete", "adopt", "unchanged", "skip"]},
        "source": {
          "type": "object", "required": ["file", "line", "column"], "additionalProperties": false,
          "properties": {
            "file": {"type": "string"},
            "line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}
          }
        },
        "change": {
          "type": "object", "required": ["address", "action", "fields"], "additionalProperties": false,
          "properties": {
            "address": {"$ref": "#/$defs/address"},
            "action": {"$ref": "#/$defs/action"},
            "source": {"description": "The entry's place.", "$ref": "#/$defs/source"},
            "reason": {"description": "The reason, if the action does not state it: `unreadable`.", "type": "string"},
            "fields": {"type": "array", "items": {"$ref": "#/$defs/field"}},
            "cascades": {
              "description": "Objects that the server deletes by cascade.",
              "type": "array",
              "items": {
                "type": "object", "required": ["model", "name", "pk"], "additionalProperties": false,
                "properties": {"model": {"type": "string"}, "name": {"type": "string"}, "pk": {}}
              }
            },
            "previousAddress": {"description": "Where a rename came from.", "$ref": "#/$defs/address"},
            "pk": {"description": "Saved: the primary key."},
            "key": {"description": "Saved: the key in the object's path.", "type": "string"},
            "digest": {"description": "Saved: digest of the object as it was planned.", "type": "string"},
            "origin": {"description": "Saved.", "enum": ["created", "adopted"]},
            "identifiers": {"description": "Saved.", "type": "object"},
            "values": {"description": "Saved: without secrets.", "type": "object"},
            "id": {"description": "Saved: the entry's id.", "type": "string"},
            "identity": {"description": "Saved: what identifies the object.", "type": "object"},
            "answered": {"description": "Saved: the server's form of values.", "type": "object"},
            "serverKeys": {"description": "Saved: the keys that the server adds, by field.", "type": "object"},
            "places": {"description": "Saved: the places of the fields, by field.", "type": "object"},
            "createOnly": {"description": "Saved.", "const": true},
            "mustBeNew": {"description": "Saved.", "const": true},
            "secretFields": {
              "description": "Saved: which fields are secrets.",
              "type": "array", "items": {"type": "string"}
            },
            "secretHashes": {
              "description": "Saved: salted hashes.",
              "type": "object", "additionalProperties": {"type": "string"}
            },
            "dependencies": {
              "description": "Saved: the changes that must come first.",
              "type": "array", "items": {"$ref": "#/$defs/address"}
            }
          }
        },
        "field": {
          "type": "object", "required": ["path", "before", "after"], "additionalProperties": false,
          "properties": {
            "path": {"type": "string", "minLength": 1},
            "before": {"$ref": "#/$defs/value"},
            "after": {"$ref": "#/$defs/value"},
            "drift": {"description": "Someone changed it outside since the last apply.", "const": true},
            "default": {"description": "A create without the field stores the same value.", "const": true},
            "names": {
              "description": "The names of the objects that the values refer to, by key.",
              "type": "object", "additionalProperties": {"type": "string"}
            },
            "steps": {
              "description": "Saved: the steps of a path that its text does not tell.",
              "type": "array", "items": {"type": ["string", "integer"]}
            },
            "isLiteral": {"description": "Saved: `after` looks like a secret and is none.", "const": true}
          }
        },
        "value": {
          "description": "Any JSON. A secret is {\"secret\": true}; what only an apply will know is {\"pending\": ADDRESS, \"key\": \"pk\" or \"policybindingmodel_ptr_id\"}, with \"within\" naming the tag that makes more of it."
        },
        "diagnostic": \#(diagnostic),
        "basis": {
          "description": "Saved: what the plan depends on.",
          "type": "object",
          "required": ["toolVersion", "serverVersion", "url", "lineage", "serial", "files"],
          "additionalProperties": false,
          "properties": {
            "toolVersion": {"type": "string"},
            "serverVersion": {"type": "string"},
            "url": {"type": "string"},
            "lineage": {"type": "string"},
            "serial": {"type": "integer", "minimum": 0},
            "salt": {"description": "The salt of the hashes of variables, context and files.", "type": "string"},
            "files": {"type": "object", "additionalProperties": {"type": "string"}},
            "variables": {"type": "object", "additionalProperties": {"type": "string"}},
            "context": {"type": "string"},
            "paths": {"type": "array", "items": {"type": "string"}},
            "only": {"type": "array", "items": {"type": "string"}},
            "made": {"description": "When the plan was made.", "type": "string"}
          }
        }
    """#
}
