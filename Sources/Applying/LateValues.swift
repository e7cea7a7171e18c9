package import Model

/// Makes what only an apply can know: every value that the entry of an address declares, resolved again now
/// that the objects are there which it needs. Throws where the server does not answer.
package typealias LateValues = @Sendable (ResourceAddress) async throws -> ValueMap
