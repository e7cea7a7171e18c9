/// The `id` of an entry for each resource: the names of its modules, its own and its index.
///
/// Where several resources have the same words, each gets its type as well, so that the `id` of an entry does not
/// depend on the order of the others.
struct TerraformNames: Sendable {
  private var names: [String: String] = [:]

  init(_ resources: [TerraformResource]) {
    var taken: Set<String> = []
    let groups = Dictionary(grouping: resources) { Self.plain($0.words) }
    for (name, group) in groups where group.count == 1 && !name.isEmpty {
      names[group[0].address] = name
      taken.insert(name)
    }
    for resource in resources where names[resource.address] == nil {
      let first = Self.plain(resource.words + [String(resource.type.trimmingPrefix("authentik_"))])
      var name = first
      var number = 2
      while !taken.insert(name).inserted {
        name = "\(first)-\(number)"
        number += 1
      }
      names[resource.address] = name
    }
  }

  subscript(_ resource: TerraformResource) -> String { names[resource.address] ?? "" }

  /// Joins words with dashes; only letters, digits and the underscores of Terraform's names stay.
  private static func plain(_ words: [String]) -> String {
    words.joined(separator: "-").split { !($0.isLetter || $0.isNumber || $0 == "_") }.joined(separator: "-")
  }
}
