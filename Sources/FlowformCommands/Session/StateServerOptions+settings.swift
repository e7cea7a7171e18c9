import HTTPState
import Operations

extension StateServerOptions {
  /// The connection to a state server, from its address, the settings and the environment.
  init(_ place: String, _ settings: Settings, _ environment: [String: String]) throws(CommandFailure) {
    func address(_ text: String, _ setting: Setting) throws(CommandFailure) -> StateAddress {
      do throws(StateAddress.Failure) { return try StateAddress(text) } catch {
        let option = setting == .state ? "--state, " : ""
        throw CommandFailure(.usage, "\(error.message); check \(option)\(setting.named)")
      }
    }
    self.init(try address(place, .state))
    lockAddress = try settings[.stateLockAddress].map { text throws(CommandFailure) in
      try address(text, .stateLockAddress)
    }
    unlockAddress = try settings[.stateUnlockAddress].map { text throws(CommandFailure) in
      try address(text, .stateUnlockAddress)
    }
    lockMethod = try Self.method(.stateLockMethod, settings)
    unlockMethod = try Self.method(.stateUnlockMethod, settings)
    username = environment.value("FLOWFORM_STATE_USERNAME")
    password = environment.value("FLOWFORM_STATE_PASSWORD")
    version = Version.current
  }

  private static func method(_ setting: Setting, _ settings: Settings) throws(CommandFailure) -> String? {
    guard let method = settings[setting]?.uppercased() else { return nil }
    guard method.allSatisfy({ $0.isASCII && $0.isLetter }), !method.isEmpty else {
      throw CommandFailure(.usage, "\(setting.named) takes an HTTP method, such as POST")
    }
    return method
  }
}

extension Settings {
  /// The largest request that saves a part of a state in authentik, in bytes.
  var stateRequestLimit: Int {
    get throws(CommandFailure) {
      let setting = Setting.stateRequestBytes
      guard let limit = self[setting].map({ Int($0) ?? 0 }) ?? integer(setting) else {
        return AuthentikCarrier.standardLimit
      }
      // A variable is not checked before.
      guard NumberRange.stateRequest.contains(limit) else {
        throw CommandFailure(.usage, "\(setting.named) takes \(setting.expected)")
      }
      return limit
    }
  }
}
