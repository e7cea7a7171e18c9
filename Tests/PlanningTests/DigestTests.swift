import Catalog
import Model
import OrderedCollections
import Planning
import TestSupport
import Testing

@Suite struct DigestTests {
  @Test func isSHA256() {
    #expect(
      Digest.of(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func changesWithWhatCanBeWritten() throws {
    let kind = try #require(try EmbeddedCatalog.v2026_5_rc1.shared().kind(World.model))
    let digest = Digest.of(World.flow("a", pk: "1"), as: kind)
    #expect(Digest.of(World.flow("a", pk: "1", ["cache_count": 99, "stages": ["x"]]), as: kind) == digest)
    #expect(Digest.of(World.flow("a", pk: "2"), as: kind) != digest)
    #expect(Digest.of(World.flow("a", pk: "1", ["layout": "sidebar_left"]), as: kind) != digest)
  }

  /// Short secrets could be tried out against a digest.
  @Test func holdsNoSecretThatCouldBeTried() throws {
    let catalog = try EmbeddedCatalog.v2026_5_rc1.shared()
    let kind = try #require(catalog.kind("authentik_providers_oauth2.oauth2provider"))
    func digest(_ secret: String, name: String = "n", hidden: Set<String> = []) -> String {
      Digest.of(["pk": 1, "name": .string(name), "client_secret": .string(secret)], as: kind, hidden: hidden)
    }
    #expect(digest("1234") == digest("4321"))
    #expect(digest("1234") != digest("1234", name: "m"))
    #expect(digest("1234", name: "a", hidden: ["name"]) == digest("1234", name: "b", hidden: ["name"]))
    #expect(digest(String(repeating: "a", count: 40)) != digest(String(repeating: "b", count: 40)))
  }

  @Test func slowHashesAreTheirOwnKind() {
    let hash = BasisHash(salt: "s", key: nil)
    #expect(hash("1234") == BasisHash(salt: "s", key: nil)("1234"))
    #expect(hash("1234") != hash("1235"))
    #expect(hash("1234") != BasisHash(salt: "t", key: nil)("1234"))
    #expect(hash("1234") != BasisHash(salt: "s", key: "k")("1234"))
    let bytes = Array("text".utf8)
    #expect(hash.digest(of: bytes, as: hash(bytes)) == hash(bytes))
    #expect(hash.digest(of: bytes, as: Digest.of(bytes)) == Digest.of(bytes))
    #expect(hash.digest(of: bytes, as: nil) == Digest.of(bytes))
  }
}
