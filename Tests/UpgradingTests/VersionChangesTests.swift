import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing
import Upgrading

/// Holds the table of changes against the catalogs.
struct VersionChangesTests {
  @Test func everyRowIsRead() throws {
    let rows = try Rows.changes()
    #expect(rows.count == VersionChanges.all.count)
    let known: Set<String> = [
      "since", "until", "onlyFrom", "models", "field", "change", "rename", "wrap", "also", "set", "after",
      "when",
      "unless", "drop", "map", "format", "form", "examples", "strip", "replace", "matches", "values", "below",
      "absent",
      "lookup", "shipped", "state", "grantee", "severity", "certainty", "text", "inside",
    ]
    for pattern in rows.compactMap({ $0["matches"]?.string }) { _ = try Regex(pattern) }
    for row in rows { #expect(Set(row.map?.keys.elements ?? []).subtracting(known) == []) }
  }

  @Test(arguments: VersionChanges.all) func agreesWithTheCatalogs(_ change: VersionChange) throws {
    let found = try Contradictions.of(change)
    #expect(found == [])
  }

  @Test func aRowThatTheCatalogsContradictIsFound() throws {
    let rows: [Value] = [
      [
        "since": "2025.2", "models": ["authentik_core.group"], "field": "parent", "change": "renamed",
        "rename": "parents",
      ],
      [
        "since": "2025.12", "models": ["authentik_core.group"], "field": "parent", "change": "renamed",
        "rename": "father",
      ],
      ["since": "2025.12", "models": ["authentik_core.group"], "field": "name", "change": "removed"],
      ["since": "2025.12", "models": ["authentik_core.group"], "field": "roles", "change": "required"],
      ["since": "2025.12", "models": ["authentik_core.grop"], "field": "roles", "change": "meaning"],
      ["since": "2025.12", "models": ["authentik_core.group"], "field": "rolls", "change": "meaning"],
      ["since": "2025.12", "models": ["authentik_core.group"], "change": "kind-removed"],
      [
        "since": "2025.4", "models": ["authentik_stages_email.emailstage"], "field": "token_expiry",
        "change": "type",
        "examples": [["30", 30]],
      ],
      [
        "since": "2026.8", "models": ["authentik_sources_oauth.oauthsource"], "field": "provider_type",
        "change": "choice", "map": [["entraid", "azuread"]],
      ],
    ]
    for row in rows {
      var row = row.map ?? [:]
      row["certainty"] = "schema"
      row["text"] = ""
      let change = try #require(VersionChange(row: .map(row)))
      #expect(try Contradictions.of(change) != [], "\(row)")
    }
  }
}
