import Catalog
import Model
import OrderedCollections
import Planning
import Testing

@Suite struct DigestTests {
  @Test func isSHA256() {
    #expect(
      Digest.of(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func changesWithWhatCanBeWritten() throws {
    let kind = try #require(try EmbeddedCatalog.v2026_5.load().kind(World.model))
    let digest = Digest.of(World.flow("a", pk: "1"), as: kind)
    #expect(Digest.of(World.flow("a", pk: "1", ["cache_count": 99, "stages": ["x"]]), as: kind) == digest)
    #expect(Digest.of(World.flow("a", pk: "2"), as: kind) != digest)
    #expect(Digest.of(World.flow("a", pk: "1", ["layout": "sidebar_left"]), as: kind) != digest)
  }
}
