package import Model

/// Which entries are looked at: those that a name means, or all where there is no name.
///
/// A name is a model, an address, the `id` of an entry, or a file: its path or the end of it.
package struct Selection: Sendable, Hashable {
  package let names: Set<String>
  private let models: Set<String>
  private let addresses: Set<ResourceAddress>

  package init(_ names: some Sequence<String> = []) {
    self.names = Set(names)
    models = Set(self.names.map { $0.lowercased() })
    addresses = Set(self.names.compactMap { (try? AddressReader.read($0))?.address })
  }

  package var isEmpty: Bool { names.isEmpty }

  /// Whether a name means the object of a record.
  package func covers(_ address: ResourceAddress, _ record: ResourceRecord) -> Bool {
    isEmpty || covers(model: record.kind) || covers(id: record.entryID, file: record.source)
      || addresses.contains(address)
  }

  func covers(model: String?) -> Bool { model.map(models.contains) ?? false }

  func covers(id: String?, file: String) -> Bool {
    if let id, names.contains(id) { return true }
    return names.contains { name in
      let path = name.hasPrefix("./") ? String(name.dropFirst(2)) : name
      return file == name || file == path || file.hasSuffix("/" + path)
    }
  }

  /// Asks for the address only where a name is one.
  func covers(_ address: () -> ResourceAddress?) -> Bool {
    addresses.isEmpty ? false : address().map(addresses.contains) ?? false
  }
}
