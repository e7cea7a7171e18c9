package import Model

/// The selected entries: those that a name matches, or all if there are no names.
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

  /// True if a name matches the object of a record.
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

  /// True if an address is selected. The address is only computed if a name is an address.
  func covers(_ address: () -> ResourceAddress?) -> Bool {
    addresses.isEmpty ? false : address().map(addresses.contains) ?? false
  }
}
