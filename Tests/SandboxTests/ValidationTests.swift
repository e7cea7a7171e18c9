import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

@testable import Sandbox

/// The answer of a create to one field, and the stored value.
struct ValidationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let field: String
    /// Nil if the field is left out.
    let sent: Value?
    /// The messages for the field in 2024.8 and 2026.5. Nil if the value is accepted.
    let messages: (old: [String]?, new: [String]?)

    init(_ field: String, _ sent: Value?, _ messages: [String]?) {
      self.init(field, sent, messages, messages)
    }

    init(_ field: String, _ sent: Value?, _ old: [String]?, _ new: [String]?) {
      self.field = field
      self.sent = sent
      messages = (old, new)
    }

    var testDescription: String { "\(field): \(sent.map { JSONWriter.write($0) } ?? "left out")" }
  }

  private static let straight =
    "Enter a valid \"slug\" consisting of letters, numbers, underscores or hyphens."
  private static let curly = "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."
  private static let tooLong = "Ensure this field has no more than 50 characters."
  private static let null = "Null characters are not allowed."
  private static let fileName =
    "File name can only contain letters (a-z, A-Z), numbers (0-9), dots (.), hyphens (-), underscores (_), "
    + "forward slashes (/), and the placeholder %(theme)s for theme-specific files"

  static let cases: [Case] = [
    Case("name", nil, ["This field is required."]),
    Case("name", .null, ["This field may not be null."]),
    Case("name", " \n ", ["This field may not be blank."]),
    Case("name", true, ["Not a valid string."]),
    Case("name", [:], ["Not a valid string."]),
    Case("name", "a\0b", [null]),
    Case("name", 5, nil),
    Case("slug", nil, ["This field is required."]),
    Case("slug", "", ["This field may not be blank."]),
    Case("slug", "a b", [straight], [curly]),
    Case("slug", true, [straight], ["Not a valid string."]),
    Case("slug", "a\0b", [null, straight], [curly, null]),
    Case("slug", .string(String(repeating: "s", count: 50)), nil),
    Case("slug", .string(" " + String(repeating: "s", count: 51)), [tooLong], nil),
    Case("slug", .string(String(repeating: "ä", count: 51)), [tooLong, straight], [curly]),
    Case("designation", nil, ["This field is required."]),
    Case("designation", "", ["\"\" is not a valid choice."]),
    Case("designation", " recovery ", ["\" recovery \" is not a valid choice."]),
    Case("designation", true, ["\"True\" is not a valid choice."]),
    Case(
      "designation", ["a", 1, nil, ["b": "c'd"]],
      ["\"['a', 1, None, {'b': \"c'd\"}]\" is not a valid choice."]),
    Case("layout", .null, ["This field may not be null."]),
    Case(
      "layout", "sidebar_left_frame_background", ["\"sidebar_left_frame_background\" is not a valid choice."],
      nil),
    Case("compatibility_mode", "maybe", ["Must be a valid boolean."]),
    Case("compatibility_mode", "off", nil),
    Case("compatibility_mode", .null, ["This field may not be null."]),
    Case("background", .null, nil, ["This field may not be null."]),
    Case("background", "a b.png", nil, [fileName]),
    Case("background", "a//b.png", nil, ["File name cannot contain duplicate /"]),
    Case("background", "/x.png", nil, ["Absolute paths are not allowed"]),
    Case("background", "a/../b", nil, ["Parent directory references ('..') are not allowed"]),
    Case(
      "background", .string(String(repeating: "x", count: 256)), nil,
      ["Path component too long (max 255 characters)"]),
    Case("background", "https://example.com/a b.png", nil),
    Case("no_such_field", "x", nil),
    Case("pk", "not a UUID", nil),
  ]

  @Test(arguments: EmbeddedCatalog.recorded, cases)
  func answersToOneField(_ version: EmbeddedCatalog, _ example: Case) async throws {
    let response = try await Flows.withSandbox(version) { client in
      try await client.ask("POST", Flows.path, Flows.body("slug", [example.field: example.sent]))
    }
    if let messages = version == .v2024_8 ? example.messages.old : example.messages.new {
      #expect(response.status == 400)
      #expect(response.json == .map([example.field: .list(messages.map(Value.string))]))
    } else {
      #expect(response.status == 201)
    }
  }

  @Test(arguments: EmbeddedCatalog.recorded)
  func storesDefaultsAndTrimmedValues(_ version: EmbeddedCatalog) async throws {
    let answer = try await Flows.withSandbox(version) { client in
      try await client.ask(
        "POST", Flows.path, Flows.body(" a-1\n", ["name": 1.5, "compatibility_mode": "yes"])
      ).json
    }
    #expect(answer?["slug"] == "a-1")
    #expect(answer?["name"] == "1.5")
    #expect(answer?["compatibility_mode"] == true)
    #expect(answer?["layout"] == "stacked")
    #expect(answer?["stages"] == [])
    #expect(answer?["export_url"] == "/api/v3/flows/instances/a-1/export/")
    let fields = try Kind.flow(version).fields
    #expect(answer?.map.map { Array($0.keys) } == fields.map(\.name))
  }

  @Test func errorsComeTogetherInTheSerializersOrder() async throws {
    let response = try await Flows.withSandbox { client in
      _ = try await client.ask("POST", Flows.path, Flows.body("taken"))
      return try await client.ask(
        "POST", Flows.path, ["layout": "x", "slug": " taken ", "compatibility_mode": 2])
    }
    #expect(
      response.text
        == #"{"name":["This field is required."],"slug":["Flow with this slug already exists."],"#
        + #""title":["This field is required."],"designation":["This field is required."],"#
        + #""compatibility_mode":["Must be a valid boolean."],"layout":["\"x\" is not a valid choice."]}"#)
  }

  @Test func aSlugThatNoIndexCanHoldMakesTheServerCrash() async throws {
    // No two neighbours are equal, so the text does not compress.
    let random = (0..<1500).map { _ in
      "\("abcdefgh".randomElement() ?? "a")\("ijklmnop".randomElement() ?? "i")"
    }.joined()
    let statuses = try await Flows.withSandbox { client in
      [
        try await client.ask("POST", Flows.path, Flows.body(random)).status,
        try await client.ask("POST", Flows.path, Flows.body(String(repeating: "s", count: 5000))).status,
      ]
    }
    #expect(statuses == [405, 201])
  }
}
