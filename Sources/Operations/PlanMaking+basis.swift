import Blueprints
import FoundationEssentials
import Model
import Planning
import State

extension PlanMaking {
  /// What a plan from this desired set depends on.
  func basis(of desired: DesiredSet, _ state: StateSnapshot) -> PlanBasis {
    let salt = UUID().uuidString.lowercased()
    let hash = basisHash(salt)
    let consulted = desired.consulted.files.merging(request.contextFiles) { $1 }.mapValues { hash($0) }
    let blueprints = request.files.bytes.mapValues { Digest.of($0) }
    var basis = basis(
      salt, files: consulted.merging(blueprints) { $1 },
      variables: desired.consulted.variables.mapValues { hash(.string($0 ?? "")) }, state)
    basis.paths = request.paths
    basis.only = request.options.only.names.sorted()
    basis.made = Date.now.formatted(.iso8601)
    return basis
  }

  /// What has changed since a saved plan's basis; `files` are the bytes of its files by path.
  func differences(
    from basis: PlanBasis, files: [String: [UInt8]], _ state: StateSnapshot
  ) -> [PlanBasis.Difference] {
    let hash = basisHash(basis.salt)
    let variables = basis.variables.compactMap { name, earlier in
      let (now, value) = (
        hash(.string(session.context.variables[name] ?? "")), session.context.variables.value(name)
      )
      return value == nil && now != earlier ? nil : (name, now)
    }
    let digests = files.map { path, bytes in (path, hash.digest(of: bytes, as: basis.files[path])) }
    return basis.differences(
      from: self.basis(
        basis.salt, files: Dictionary(digests) { $1 }, variables: Dictionary(variables) { $1 }, state))
  }

  private func basisHash(_ salt: String) -> BasisHash { BasisHash(salt: salt, key: session.context.stateKey) }

  private func basis(
    _ salt: String, files: [String: String], variables: [String: String], _ state: StateSnapshot
  ) -> PlanBasis {
    PlanBasis(
      toolVersion: session.context.toolVersion, serverVersion: session.server.version,
      url: session.server.name,
      // A state that was never written has no lineage that another run could know.
      lineage: state.serial == 0 ? "" : state.lineage, serial: state.serial, salt: salt,
      files: files, variables: variables, context: basisHash(salt)(.map(request.options.context)))
  }
}

extension BlueprintFiles {
  /// The bytes of each file by its path, except standard input, which cannot be read again.
  var bytes: [String: [UInt8]] {
    Dictionary(
      files.filter { $0.source.file != BlueprintFiles.standardInput }.map {
        ($0.source.file, $0.source.bytes)
      }
    ) { $1 }
  }
}
