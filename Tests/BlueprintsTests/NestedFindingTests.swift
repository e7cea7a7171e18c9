import Blueprints
import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

/// Each finding is reported at its own place inside a field.
@Suite struct NestedFindingTests {
  private static let provider = """
    entries:
    - model: authentik_providers_oauth2.oauth2provider
      identifiers: {name: p}
      attrs:
        authorization_flow: !Find [authentik_flows.flow, [slug, a]]
        invalidation_flow: !Find [authentik_flows.flow, [slug, b]]
        redirect_uris:

    """

  @Test(arguments: [
    (
      "          - {matching_mode: strict, url: a}\n          - {matching_mode: strikt, url: b}\n",
      "error 9:29 `redirect_uris[1].matching_mode` is `strikt`; expected one of strict, regex; did you mean `strict`?\n"
    ),
    (
      "          - {matching_mode: strict, url: a, mathing_mode: strict}\n",
      "warning 8:45 unknown member `redirect_uris[0].mathing_mode`; did you mean `matching_mode`?\n"
    ),
    (
      "          - {matching_mode: strict, url: a, zzz: 1}\n",
      "warning 8:45 unknown member `redirect_uris[0].zzz`; the server ignores it\n"
    ),
    (
      "          - {matching_mode: strict, url: a}\n          - url: b\n",
      "error 9:13 `redirect_uris[1]` lacks `matching_mode`\n"
    ),
    (
      "          - {redirect_uri_type: logout}\n",
      "error 8:13 `redirect_uris[0]` lacks `matching_mode`, `url`\n"
    ),
    (
      "          - {matching_mode: strict, url: a}\n          - nonsense\n",
      "error 9:13 `redirect_uris[1]` is `nonsense`; expected a map\n"
    ),
    (
      "          - matching_mode: strict\n            url: ''\n",
      "error 9:18 `redirect_uris[0].url` may not be blank\n"
    ),
    // A value that a tag makes is reported at the tag.
    (
      "          - !If [true, {matching_mode: strict, url: a, zzz: 1}, x]\n",
      "warning 8:13 unknown member `redirect_uris[0].zzz`; the server ignores it\n"
    ),
    (
      "          - {<<: {matching_mode: strikt}, url: b}\n",
      "error 8:34 `redirect_uris[0].matching_mode` is `strikt`; expected one of strict, regex; did you mean `strict`?\n"
    ),
    ("          - {matching_mode: strict, url: a, redirect_uri_type: logout}\n", ""),
  ])
  func standsAtItsOwnPlace(list: String, expected: String) throws {
    let desired = try BlueprintText.desired(Self.provider + list)
    #expect(BlueprintText.lines(desired.diagnostics) == expected)
    let isStrictError = try BlueprintText.desired(Self.provider + list, isStrict: true).diagnostics.hasErrors
    #expect(isStrictError != expected.isEmpty)
  }

  /// Runs over every list of every kind: the second element is the wrong one.
  @Test(arguments: EmbeddedCatalog.recorded)
  func aWrongElementIsPointedAt(version: EmbeddedCatalog) throws {
    var count = 0
    for kind in try version.load().kinds {
      for field in kind.writableFields {
        guard case .list(let item) = field.type, let good = Self.example(item), field.endpoint == nil else {
          continue
        }
        let text = """
          entries:
          - model: \(kind.model)
            identifiers: {\(kind.writableFields.first?.name ?? ""): x}
            attrs:
              \(field.name):
                - \(good)
                -   [nonsense]

          """
        let found = try BlueprintText.desired(text, version: version).diagnostics.filter {
          $0.message.hasPrefix("`\(field.name)[1]` is a list")
        }
        #expect(
          found.map(\.location?.line) == [7] && found.map(\.location?.column) == [11],
          "\(kind.model) \(field.name)")
        count += 1
      }
    }
    #expect(count > 40)
  }

  private static func example(_ type: FieldType) -> String? {
    switch type {
    case .text(.uuid): "00000000-0000-4000-8000-000000000001"
    case .text: "x"
    case .boolean: "true"
    case .integer, .number: "1"
    case .choice(let choices): choices.first.map { "'\($0)'" }
    case .object(let members):
      "{"
        + members.filter(\.isRequired).compactMap { member in
          example(member.type).map { "\(member.name): \($0)" }
        }.joined(separator: ", ") + "}"
    case .map: "{}"
    case .list, .any: nil
    }
  }
}
