import Model
import OrderedCollections
import Remote

/// The users that tests name by their e-mail addresses.
enum KnownUsers {
  /// The names of users, by the addresses as the tests write them. Addresses of nobody are left out, and all of them if the
  /// token may not read users.
  static func names(of tests: [FlowTest], _ api: LiveAPI) async -> [String: String] {
    var addresses: OrderedSet<String> = []
    for test in tests { addresses.formUnion(TestSubjects(test).identified.filter { $0.contains("@") }) }
    var names: [String: String] = [:]
    for address in addresses {
      // The server finds them in letters of any case, but filters by the very letters (recorded).
      for text in OrderedSet([address, address.lowercased()]) where names[address] == nil {
        let rows = try? await api.rows("/core/users/", [("email", text)], needs: "authentik_core.view_user")
        guard let rows else { return names }
        names[address] = rows.first { $0["email"]?.string == text }?["username"]?.string
      }
    }
    return names
  }
}
