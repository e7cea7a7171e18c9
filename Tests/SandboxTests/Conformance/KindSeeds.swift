import Catalog
import Foundation
import Model
import OrderedCollections

@testable import Sandbox

/// What the recorded server held before a kind was recorded.
enum KindSeeds {
  /// The user who made the recordings, with the group that makes a superuser, as answers show them.
  static func writer(_ recordings: [Recording], _ version: EmbeddedCatalog) throws -> [(String, ValueMap)] {
    let lists = try LiveLists(version).lists
    func live(_ path: String) -> ValueMap { lists.first { $0.path == path }?.objects.first?.map ?? [:] }
    let shown = recordings.lazy.compactMap { self.user(in: $0.answer) }.first ?? [:]
    let group = live("/core/groups/")
    let groups = shown["groups_obj"]?.list ?? [.map(group)]
    let writer = live("/core/users/").merging(shown.filter { $0.key != "groups_obj" }) { $1 }
    return groups.map { ("authentik_core.group", group.merging($0.map ?? [:]) { $1 }) }
      + [("authentik_core.user", writer)]
  }

  private static func user(in answer: String) -> ValueMap? {
    guard answer.contains("\"akadmin\""), let answer = try? JSONReader.read(answer) else { return nil }
    return ["user_obj", "created_by"].lazy.compactMap { answer[$0]?.map }
      .first { $0["username"] == "akadmin" }
  }

  /// The managed mappings that an answer shows in a field to which the server adds them.
  static func mappings(in answer: ValueMap, sent: ValueMap, _ kind: ServedKind) -> [(String, ValueMap)] {
    kind.choices.flatMap { choice -> [(String, ValueMap)] in
      guard case .adds(let field, let names) = choice else { return [] }
      let sent = sent[field]?.list ?? []
      let added = (answer[field]?.list ?? []).filter { !sent.contains($0) }
      return zip(names, added).map { name, key in
        let mapping = ManagedMappings.mapping(name) ?? [:]
        return (ManagedMappings.model, mapping.merging(["pk": key]) { $1 })
      }
    }
  }
}
