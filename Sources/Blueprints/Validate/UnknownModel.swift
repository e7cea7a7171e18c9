package import Catalog

/// The reason why no object of a model can be created in a version of authentik.
package struct UnknownModel {
  package let message: String

  package init(_ name: String, in catalog: Catalog) {
    if catalog.modelsWithoutEndpoint.contains(name) || catalog.lookupKind(name) != nil {
      message = "the API has no endpoint that creates objects of \(name)"
    } else {
      message = Self.unknown(name, in: catalog)
    }
  }

  /// The message about a model that can be neither created nor looked up.
  static func unknown(_ name: String, in catalog: Catalog) -> String {
    guard let availability = Availability(of: name, unlike: catalog, where: { _ in true }) else {
      return "unknown model `\(name)`\(catalog.modelHint(for: name))"
    }
    return "the model `\(name)` exists \(availability.description), but not in \(catalog.version)"
  }
}
