package import Model

/// Resolves all values of an address's entry again during an apply, after the objects that they need were created.
/// Throws if the server does not answer.
package typealias LateValues = @Sendable (ResourceAddress) async throws -> ValueMap
