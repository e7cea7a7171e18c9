import Catalog
import Model
import OrderedCollections
import Planning
import TestSupport
import Testing

@testable import LiveReading

/// The choice of the way to read objects with fewer requests, without a server.
struct ReadStrategyTests {
  private let flow: Kind

  init() throws { flow = try Kind.flow() }

  private func target(_ slug: String, primaryKeys: [Value] = []) -> LookupTarget {
    LookupTarget(
      model: flow.model,
      address: .flow(slug),
      identifiers: ["slug": .string(slug)], primaryKeys: primaryKeys)
  }

  private func object(_ slug: String, primaryKey: Value = "key") -> Value {
    .map(["pk": primaryKey, "slug": .string(slug)])
  }

  /// The slugs that are looked up. Nil if the whole list is read.
  private func lookedUp(
    _ targets: [LookupTarget], after firstPage: [Value], otherPages: Int
  ) -> [String]? {
    switch ReadStrategy.choose(targets, of: flow, after: firstPage, otherPages: otherPages) {
    case .wholeList: nil
    case .lookUps(let lookUps): lookUps.flatMap { $0.filters.map(\.value) }
    }
  }

  @Test func oneTargetNeedsNoList() {
    #expect(ReadStrategy.single([target("a")], of: flow)?.filters.map(\.value) == ["a"])
    #expect(ReadStrategy.single([target("a"), target("b")], of: flow) == nil)
    #expect(ReadStrategy.single([], of: flow) == nil)
  }

  @Test func aTargetWithoutAFilterCannotBeLookedUp() {
    let nameless = LookupTarget(
      model: flow.model, address: target("a").address, identifiers: ["background": "x"])
    #expect(ReadStrategy.single([nameless], of: flow) == nil)
    #expect(lookedUp([nameless, target("b")], after: [], otherPages: 100) == nil)
  }

  @Test func theOnlyPageIsTheWholeList() {
    #expect(lookedUp([target("a"), target("b")], after: [object("a")], otherPages: 0) == nil)
  }

  @Test(arguments: [(2, nil), (3, ["a", "b"])]) func looksUpWhatCostsLessThanTheOtherPages(
    _ otherPages: Int, _ slugs: [String]?
  ) {
    #expect(lookedUp([target("a"), target("b")], after: [], otherPages: otherPages) == slugs)
  }

  @Test(arguments: [(4, nil), (5, ["a", "b"])]) func aPrimaryKeyCostsARequestOfItsOwn(
    _ otherPages: Int, _ slugs: [String]?
  ) {
    let targets = [target("a", primaryKeys: ["1"]), target("b", primaryKeys: ["2"])]
    #expect(lookedUp(targets, after: [], otherPages: otherPages) == slugs)
  }

  @Test func whatTheFirstPageSettlesIsNotLookedUp() {
    let page = [object("a", primaryKey: "1"), object("b", primaryKey: "2")]
    #expect(lookedUp([target("a"), target("c")], after: page, otherPages: 2) == ["c"])
    // The state knows it with another key, so there may be two objects.
    #expect(
      lookedUp([target("a"), target("b", primaryKeys: ["9"])], after: page, otherPages: 3) == ["b"])
  }
}
