import Catalog
import Model
import OrderedCollections

/// Differences between the imitated versions of authentik that the catalog's rows do not show.
///
/// Each line is recorded from the server of that version.
struct ServerTraits: Sendable {
  let defaultPageSize: Int
  /// Nil if the server takes any size.
  let maximumPageSize: Int?
  let listHasAutocomplete: Bool
  /// `page=` without a number: the first page, or no page.
  let emptyPageIsFirst: Bool
  /// Null characters of a search are refused, or dropped.
  let searchRefusesNull: Bool
  /// A search keeps quoted text together.
  let searchKnowsQuotes: Bool
  /// The 404 names the model, or does not.
  let missingNamesModel: Bool
  /// Null characters are reported before the pattern, or after it.
  let nullBeforePattern: Bool
  /// A scheme that is not Bearer has its own message, or counts as no credentials.
  let unsupportedScheme: String?
  /// A body that is not UTF-8 makes the server crash (an empty 405).
  let crashesOnInvalidUTF8: Bool
  /// An answer omits the application of a provider without one, or contains null.
  let omitsMissingApplication: Bool
  /// Nested objects that belong to another kind make the server crash, or are ignored.
  let crashesOnNestedSets: Bool
  /// The answer to an update shows the application's provider with the old name and slug, unless the body sets it.
  let showsFormerApplication: Bool
  /// Fields that a serializer itself checks for uniqueness, by model.
  private(set) var ownUniqueChecks: [String: String]
  /// A prompt's choices have labels, and an answer names the value; or they are plain texts.
  let labelsChoices: Bool
  /// A group that is bound to a flow makes the evaluation fail for a visitor who is not signed in, or is not theirs.
  let crashesOnGroupsOfVisitors: Bool
  /// The bounds of a reputation score; nil if it has none.
  let reputationBounds: ClosedRange<Int>?
  /// The traits of the flow executor.
  let flows: FlowTraits
  let devices: DeviceTraits
  let jsonContentType: String
  let cacheTimeouts: ValueMap

  static func of(_ version: EmbeddedCatalog) -> ServerTraits {
    var traits = version.nearestRecorded == .v2024_8 ? v2024_8 : v2026_5
    // A group has several parents since then, and its name became unique in the database: 2025.10.4 and 2026.2.2
    // answer accordingly.
    let isCheckedByModel = AuthentikVersion(version.version) >= AuthentikVersion("2025.12")
    traits.ownUniqueChecks["authentik_core.group"] = isCheckedByModel ? nil : "name"
    return traits
  }

  private static let v2024_8 = ServerTraits(
    defaultPageSize: 100, maximumPageSize: nil, listHasAutocomplete: false, emptyPageIsFirst: false,
    searchRefusesNull: false, searchKnowsQuotes: false, missingNamesModel: false,
    nullBeforePattern: true,
    unsupportedScheme: "Unsupported authentication type", crashesOnInvalidUTF8: true,
    omitsMissingApplication: true, crashesOnNestedSets: true,
    showsFormerApplication: false,
    ownUniqueChecks: [
      "authentik_stages_prompt.promptstage": "name", "authentik_brands.brand": "domain",
      "authentik_core.user": "username",
    ],
    labelsChoices: false, crashesOnGroupsOfVisitors: true, reputationBounds: nil,
    flows: .v2024_8, devices: .v2024_8,
    jsonContentType: "application/json; charset=utf-8",
    cacheTimeouts: [
      "cache_timeout": 300, "cache_timeout_flows": 300, "cache_timeout_policies": 300,
      "cache_timeout_reputation": 0,
    ])

  private static let v2026_5 = ServerTraits(
    defaultPageSize: 20, maximumPageSize: 100, listHasAutocomplete: true, emptyPageIsFirst: true,
    searchRefusesNull: true, searchKnowsQuotes: true, missingNamesModel: true,
    nullBeforePattern: false, unsupportedScheme: nil,
    crashesOnInvalidUTF8: false, omitsMissingApplication: false, crashesOnNestedSets: false,
    showsFormerApplication: true,
    ownUniqueChecks: [
      "authentik_stages_prompt.promptstage": "name", "authentik_brands.brand": "domain",
      "authentik_core.user": "username",
    ],
    labelsChoices: true, crashesOnGroupsOfVisitors: false, reputationBounds: -5...5,
    flows: .v2026_5, devices: .v2026_5,
    jsonContentType: "application/json",
    cacheTimeouts: ["cache_timeout": 300, "cache_timeout_flows": 300, "cache_timeout_policies": 300])
}
