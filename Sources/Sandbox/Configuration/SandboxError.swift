/// Why an embedded server cannot run; the description says what to do.
package enum SandboxError: Error, Hashable {
  case catalog(String)
  case dataFile(String, reason: String)
  /// The file was written by a later version of the program.
  case dataFormat(String, found: Int, known: Int)
  case portInUse(Int)
  case cannotListen(port: Int, reason: String)
  /// The server stopped before it was listening.
  case stopped
}

extension SandboxError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .catalog(let reason): reason
    case .dataFile(let path, let reason):
      "the sandbox's data \(path) cannot be opened: \(reason); name another file or delete this one"
    case .dataFormat(let path, let found, let known):
      "the sandbox's data \(path) has format \(found), known is \(known); use the program that made it, "
        + "name another file or delete this one"
    case .portInUse(let port):
      "port \(port) of 127.0.0.1 is in use; choose another one, or 0 for any free port"
    case .cannotListen(let port, let reason):
      "cannot listen on port \(port) of 127.0.0.1: \(reason); choose another one, or 0 for any free port"
    case .stopped: "the sandbox stopped before it was listening"
    }
  }
}
