import Model
import OrderedCollections
import Remote
import Testing

/// The bodies of answers with 400, in the forms that were recorded.
@Suite struct FieldRefusalTests {
  @Test(
    arguments: [
      (["slug": ["Taken."], "provider": ["Taken, too."]], ["slug: Taken.", "provider: Taken, too."]),
      (["non_field_errors": ["One.", "Two."]], ["One. Two."]),
      (["name": ["Short.", "Odd."]], ["name: Short. Odd."]),
      (["user_fields": ["0": ["No choice."]]], ["user_fields[0]: No choice."]),
      (
        ["redirect_uris": [[:], ["url": ["Blank."], "matching_mode": ["No choice."]]]],
        ["redirect_uris[1].url: Blank.", "redirect_uris[1].matching_mode: No choice."]
      ),
      (["settings": ["non_field_errors": ["Not so."]]], ["settings: Not so."]),
      (["attributes": "A text."], ["attributes: A text."]),
      (["detail": ["code": 7]], ["detail.code: 7"]),
      ([:], []),
    ] as [(ValueMap, [String])])
  func areToldByField(answer: ValueMap, lines: [String]) {
    let error = APIError.invalid(answer)
    #expect(error.refusals.map(\.description) == lines)
    #expect("\(error)" == "the server refuses it: " + lines.joined(separator: "; "))
  }

  @Test func namesTheFieldThatAPathBelongsTo() {
    let error = APIError.invalid(["redirect_uris": [["url": ["Blank."]]], "non_field_errors": ["No."]])
    #expect(error.refusals.map { $0.path?.firstKey } == ["redirect_uris", nil])
  }

  @Test func areOnlyOfRefusals() {
    #expect(APIError.notFound.refusals.isEmpty)
  }
}
