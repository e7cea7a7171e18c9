import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// Pages, filters, search and order of lists, with 25 flows: `flow-00` to `flow-23` and `Élan`.
struct ListTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let query: String
    /// The number of all matches, the slugs on the page, and the number of the page.
    let count: Int
    let first: String?
    let rows: Int
    let page: String

    init(_ query: String, _ count: Int, _ first: String?, rows: Int, page: String) {
      self.query = query
      self.count = count
      self.first = first
      self.rows = rows
      self.page = page
    }

    var testDescription: String { query }
  }

  static let cases: [Case] = [
    Case("", 25, "elan", rows: 20, page: "1 of 2"),
    Case("page=2", 25, "flow-19", rows: 5, page: "2 of 2"),
    Case("page=last", 25, "flow-19", rows: 5, page: "2 of 2"),
    Case("page_size=1000", 25, "elan", rows: 25, page: "1 of 1"),
    Case("page_size=-3", 25, "elan", rows: 20, page: "1 of 2"),
    Case("page_size=7&page=%202", 25, "flow-06", rows: 7, page: "2 of 4"),
    Case("page_size=99999999999999999999", 25, "elan", rows: 25, page: "1 of 1"),
    Case("page=&page_size=5&page_size=", 25, "elan", rows: 20, page: "1 of 2"),
    Case("slug=flow-07", 1, "flow-07", rows: 1, page: "1 of 1"),
    Case("slug=Flow-07", 0, nil, rows: 0, page: "1 of 1"),
    Case("slug=flow", 0, nil, rows: 0, page: "1 of 1"),
    Case("slug=&name=", 25, "elan", rows: 20, page: "1 of 2"),
    Case("slug=flow-01&slug=flow-02", 1, "flow-02", rows: 1, page: "1 of 1"),
    Case("name=Number%203", 1, "flow-03", rows: 1, page: "1 of 1"),
    Case("name=Number+3", 1, "flow-03", rows: 1, page: "1 of 1"),
    Case("designation=recovery", 8, "flow-00", rows: 8, page: "1 of 1"),
    Case("designation=recovery&slug=flow-01", 0, nil, rows: 0, page: "1 of 1"),
    Case("no_such_filter=1", 25, "elan", rows: 20, page: "1 of 2"),
    Case("search=%C3%89LAN", 1, "elan", rows: 1, page: "1 of 1"),
    Case("search=recov%20flow-2", 1, "flow-21", rows: 1, page: "1 of 1"),
    Case("search=recov,flow-2", 1, "flow-21", rows: 1, page: "1 of 1"),
    Case("search=%22Number%202%22", 5, "flow-02", rows: 5, page: "1 of 1"),
    Case("search=%25", 0, nil, rows: 0, page: "1 of 1"),
    Case("search=flow_", 0, nil, rows: 0, page: "1 of 1"),
    Case("ordering=-slug", 25, "flow-23", rows: 20, page: "1 of 2"),
    Case("ordering=designation,-slug", 25, "flow-23", rows: 20, page: "1 of 2"),
    Case("ordering=bogus,-slug", 25, "flow-23", rows: 20, page: "1 of 2"),
    Case("ordering=bogus", 25, "elan", rows: 20, page: "1 of 2"),
    Case("ordering=cache_count", 25, "elan", rows: 20, page: "1 of 2"),
    Case("ordering=slug&ordering=-slug", 25, "flow-23", rows: 20, page: "1 of 2"),
  ]

  @Test func showsPages() async throws {
    try await withFlows(.v2026_5_rc1) { client in
      for example in Self.cases {
        let answer = try await client.ask("GET", Flows.path + "?" + example.query).json
        let pagination = answer?["pagination"]
        let rows = answer?["results"]?.list ?? []
        #expect(pagination?["count"]?.integer == example.count, "\(example.query)")
        #expect(rows.first?["slug"]?.string == example.first, "\(example.query)")
        #expect(rows.count == example.rows, "\(example.query)")
        let page = "\(pagination?["current"]?.integer ?? 0) of \(pagination?["total_pages"]?.integer ?? 0)"
        #expect(page == example.page, "\(example.query)")
      }
    }
  }

  @Test(arguments: EmbeddedCatalog.recorded)
  func describesThePage(_ version: EmbeddedCatalog) async throws {
    try await withFlows(version) { client in
      let answer = try await client.ask("GET", Flows.path + "?page_size=10&page=3").json
      #expect(
        answer?["pagination"].map { JSONWriter.write($0) }
          == #"{"next":0,"previous":2,"count":25,"current":3,"total_pages":3,"start_index":21,"end_index":25}"#
      )
      #expect(answer?["autocomplete"] == (version == .v2024_8 ? nil : [:]))
    }
  }

  @Test func theOldServerHasLargerPagesWithoutALimit() async throws {
    try await withFlows(.v2024_8) { client in
      for number in 0..<80 {
        _ = try await client.ask("POST", Flows.path, Flows.body("more-\(number)"))
      }
      let sizes = [("", 100), ("?page_size=1000", 105), ("?page_size=101", 101)]
      for (query, size) in sizes {
        let answer = try await client.ask("GET", Flows.path + query).json
        #expect(answer?["results"]?.list?.count == size)
      }
    }
    try await withFlows(.v2026_5_rc1) { client in
      for number in 0..<80 {
        _ = try await client.ask("POST", Flows.path, Flows.body("more-\(number)"))
      }
      let answer = try await client.ask("GET", Flows.path + "?page_size=1000").json
      #expect(answer?["results"]?.list?.count == 100)
    }
  }

  @Test func refuses() async throws {
    try await withFlows(.v2026_5_rc1) { client in
      for page in ["0", "-1", "3", "abc", "1.5"] {
        let response = try await client.ask("GET", Flows.path + "?page=\(page)")
        #expect(response.status == 404)
        #expect(response.json == ["detail": "Invalid page."])
      }
      let response = try await client.ask(
        "GET", Flows.path + "?page=9&flow_uuid=x&designation=Recovery&denied_action=no")
      #expect(response.status == 400)
      #expect(
        response.text
          == #"{"denied_action":["Select a valid choice. no is not one of the available choices."],"#
          + #""designation":["Select a valid choice. Recovery is not one of the available choices."],"#
          + #""flow_uuid":["Enter a valid UUID."]}"#)
      let null = try await client.ask("GET", Flows.path + "?search=%00")
      #expect(null.status == 400)
      #expect(null.json == ["Null characters are not allowed."])
    }
  }

  @Test func findsByIdentifierInAnyForm() async throws {
    try await withFlows(.v2026_5_rc1) { client in
      let pk = try await client.ask("GET", Flows.path + "flow-05/").json?["pk"]?.string ?? ""
      let digits = pk.split(separator: "-").joined().uppercased()
      for form in [pk, digits] {
        let answer = try await client.ask("GET", Flows.path + "?flow_uuid=\(form)").json
        #expect(answer?["results"]?.list?.compactMap { $0["slug"]?.string } == ["flow-05"])
      }
    }
  }

  /// Without indexes, a list of many objects would read all of them. Kinds with few objects have no indexes.
  @Test func filtersAndTheUsualOrderHaveIndexes() async throws {
    let kinds = ServedKinds(try EmbeddedCatalog.v2026_5_rc1.load(), .v2026_5_rc1)
    let kind = try #require(kinds.kind("authentik_flows.flow"))
    let store = try ObjectStore(path: nil, kinds: kinds, tokens: [])
    try await store.write { store in
      for number in 1...Int(ObjectStore.indexInterval) {
        let text = Value.string("\(number)")
        try store.insert(kind, ["pk": text, "slug": text, "name": text])
      }
    }
    var filtered = ListQuery(kind)
    filtered.filter("name", equals: "x")
    var ordered = ListQuery(kind)
    for field in kind.defaultOrdering { ordered.sort(by: field, descending: false) }
    for query in [filtered, ordered] {
      let plan = try await store.read { try $0.plan(query) }
      #expect(plan.contains("USING INDEX by-authentik_flows.flow"), "\(plan)")
      #expect(!plan.contains("USE TEMP B-TREE"), "\(plan)")
    }
  }

  private func withFlows(
    _ version: EmbeddedCatalog, _ body: @escaping @Sendable (RawClient) async throws -> Void
  ) async throws {
    try await Flows.withSandbox(version) { client in
      for number in (0..<24).reversed() {
        let slug = "flow-\(number < 10 ? "0" : "")\(number)"
        _ = try await client.ask(
          "POST", Flows.path,
          Flows.body(
            slug,
            [
              "name": .string("Number \(number)"),
              "designation": number.isMultiple(of: 3) ? "recovery" : "authentication",
            ]))
      }
      _ = try await client.ask("POST", Flows.path, Flows.body("elan", ["name": "Élan"]))
      try await body(client)
    }
  }
}
