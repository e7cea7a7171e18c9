package import Model
import OrderedCollections

/// The objects of the provider `goauthentik/authentik` in Terraform's state, and how much of the rest there is.
package struct TerraformState: Sendable {
  package internal(set) var resources: [TerraformResource] = []
  /// The addresses of objects without an `id`.
  var withoutKey: [String] = []
  /// The addresses of objects that Terraform replaced and still has to delete.
  var deposed: [String] = []
  /// How many resources of each other provider there are.
  private(set) var others: OrderedDictionary<String, Int> = [:]
  private(set) var dataSourceCount = 0

  /// Why a file holds no usable state: a sentence that says what to do.
  package struct Failure: Error, Hashable {
    package let message: String
  }

  /// What the reader of an export should know of the rest of the state.
  package var notes: [Diagnostic] {
    var notes: [Diagnostic] = []
    if dataSourceCount > 0 {
      let count = dataSourceCount == 1 ? "1 data source is" : "\(dataSourceCount) data sources are"
      notes.append(
        .note("\(count) left out; entries look up the objects outside of the file with !Find", at: nil))
    }
    let count = others.values.reduce(0, +)
    if count > 0 {
      let resources =
        count == 1 ? "1 resource of another provider stays" : "\(count) resources of other providers stay"
      notes.append(.note("\(resources) with Terraform: \(others.keys.joined(separator: ", "))", at: nil))
    }
    return notes
  }

  /// Counts a resource of another provider or a data source. Returns false for one of the provider's objects.
  mutating func counts(mode: Value?, provider: String, instances: Int) -> Bool {
    guard Self.isAuthentik(provider) else {
      if mode == "managed" { others[Self.name(provider), default: 0] += instances }
      return true
    }
    guard mode == "managed" else {
      dataSourceCount += instances
      return true
    }
    return false
  }

  mutating func add(_ address: String, type: String, words: [String], values: Value?) {
    // The provider's keys are texts. A resource of an old provider may have a number.
    guard let key = values?["id"].flatMap(Self.text) else { return withoutKey.append(address) }
    let attributes = TerraformResource.attributes.compactMap { name in
      values?[name].map { (name, $0) }
    }.filter { !$0.1.isNull && $0.1 != "" }
    resources.append(
      TerraformResource(
        address: address, type: type, words: words, key: key,
        attributes: Dictionary(attributes) { $1 }))
  }

  private static func text(_ value: Value) -> String? {
    switch value {
    case .string(let text): text.isEmpty ? nil : text
    case .integer(let number): String(number)
    default: nil
    }
  }

  /// Whether a provider's source is authentik's: on any registry, under its earlier name, or without a source, as
  /// Terraform 0.12 wrote it.
  private static func isAuthentik(_ provider: String) -> Bool {
    let parts = provider.split(separator: "/")
    guard parts.last == "authentik" else { return false }
    return parts.count == 1 || ["goauthentik", "beryju", "-"].contains(parts[parts.count - 2].lowercased())
  }

  /// A provider's source without its registry.
  private static func name(_ provider: String) -> String {
    provider.split(separator: "/").suffix(2).joined(separator: "/")
  }
}
