import Model

/// What `flowform.yaml` may say, for all targets or for one.
enum Setting: String, CaseIterable {
  case url, state, paths, context, parallelism, timeout, wait
  case tokenFile = "token-file"
  case caFile = "ca-file"
  case clientCert = "client-cert"
  case clientKey = "client-key"
  case contextFile = "context-file"
  case header
  case stateLockAddress = "state-lock-address"
  case stateUnlockAddress = "state-unlock-address"
  case stateLockMethod = "state-lock-method"
  case stateUnlockMethod = "state-unlock-method"

  /// What the setting takes, for a message.
  var expected: String {
    switch self {
    case .paths, .header: "a text or a list of texts"
    case .context: "a map"
    case .parallelism: "an integer"
    case .timeout, .wait: "a number of seconds"
    default: "a text"
    }
  }

  func takes(_ value: Value) -> Bool {
    switch self {
    case .paths, .header:
      value.string != nil || value.list.map { $0.allSatisfy { $0.string != nil } } ?? false
    case .context: value.map != nil
    case .parallelism: value.integer != nil
    case .timeout, .wait: value.number != nil
    default: value.string != nil
    }
  }

  /// The environment's name for it, which wins over the file.
  var variable: String? {
    switch self {
    case .url: "AUTHENTIK_URL"
    case .state: "FLOWFORM_STATE"
    case .stateLockAddress: "FLOWFORM_STATE_LOCK_ADDRESS"
    case .stateUnlockAddress: "FLOWFORM_STATE_UNLOCK_ADDRESS"
    case .stateLockMethod: "FLOWFORM_STATE_LOCK_METHOD"
    case .stateUnlockMethod: "FLOWFORM_STATE_UNLOCK_METHOD"
    case .tokenFile: "AUTHENTIK_TOKEN_FILE"
    default: nil
    }
  }
}

extension Value {
  var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }

  /// A text or a list of texts as a list.
  var texts: [String]? { string.map { [$0] } ?? list.map { $0.compactMap(\.string) } }
}
