import Catalog
import Foundation
import Model
import OrderedCollections

@testable import Sandbox

/// The objects that the recorded server had before a kind was recorded.
enum KindSeeds {
  /// The user who made the recordings, with the superuser group, as answers show them.
  static func writer(_ recordings: [Recording], _ version: EmbeddedCatalog) throws -> [(String, ValueMap)] {
    let lists = try LiveLists(version).lists
    func live(_ path: String) -> ValueMap { lists.first { $0.path == path }?.objects.first?.map ?? [:] }
    let shown = recordings.lazy.compactMap { self.user(in: $0.answer) }.first ?? [:]
    let group = live("/core/groups/")
    let groups = shown["groups_obj"]?.list ?? [.map(group)]
    let writer = live("/core/users/").merging(shown.filter { $0.key != "groups_obj" }) { $1 }
    return [("authentik_brands.brand", live("/core/brands/"))]
      + groups.map { ("authentik_core.group", group.merging($0.map ?? [:]) { $1 }) }
      + [("authentik_core.user", writer)]
  }

  private static func user(in answer: String) -> ValueMap? {
    guard answer.contains("\"akadmin\""), let answer = try? JSONReader.read(answer) else { return nil }
    let shown = ["user_obj", "created_by"].compactMap { answer[$0]?.map }
    let listed = (answer["results"]?.list ?? []).compactMap(\.map)
    return (listed + shown).first { $0["username"] == "akadmin" }
  }

  /// The objects of a list that the sandbox cannot create, such as devices.
  static func listed(_ answer: Value, _ kind: ServedKind) -> [(String, ValueMap)] {
    guard kind.isBase, kind.kind.field("meta_model_name") == nil else { return [] }
    return (answer["results"]?.list ?? []).compactMap(\.map).map { (kind.kind.model, $0) }
  }

  /// The managed mappings in an answer, from fields that the server adds them to.
  static func mappings(
    in answer: ValueMap, sent: ValueMap, _ kind: ServedKind, names usedBy: [String: String]
  ) -> [(String, ValueMap)] {
    kind.choices.flatMap { choice -> [(String, ValueMap)] in
      guard case .adds(let field, let names) = choice else { return [] }
      let sent = sent[field]?.list ?? []
      let added = (answer[field]?.list ?? []).filter { !sent.contains($0) }
      let mappings = names.compactMap(ManagedMappings.mapping)
      let named = added.map { key in
        mappings.first { usedBy[key.string ?? ""]?.hasSuffix($0["name"]?.string ?? "") == true }
      }
      let others = mappings.filter { mapping in !named.contains(mapping) }
      var rest = others[...]
      return zip(added, named).compactMap { key, mapping in
        (mapping ?? rest.popFirst()).map { (ManagedMappings.model, $0.merging(["pk": key]) { $1 }) }
      }
    }
  }
}
