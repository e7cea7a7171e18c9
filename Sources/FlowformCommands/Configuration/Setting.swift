import Catalog
import Model

/// A setting of `flowform.yaml`, for all targets or for one.
enum Setting: String, CaseIterable {
  case url, state, paths, tests, context, parallelism, timeout, wait
  /// True for a target whose server no test may write to.
  case protected
  case tokenFile = "token-file"
  case caFile = "ca-file"
  case clientCert = "client-cert"
  case clientKey = "client-key"
  case contextFile = "context-file"
  case header
  case serverVersion = "server-version"
  case stateLockAddress = "state-lock-address"
  case stateUnlockAddress = "state-unlock-address"
  case stateLockMethod = "state-lock-method"
  case stateUnlockMethod = "state-unlock-method"
  case stateRequestBytes = "state-request-bytes"

  /// The values that the setting accepts, for a message.
  var expected: String {
    switch self {
    case .paths, .tests: "a text or a list of texts, none of them empty"
    case .header: "\(HeaderText.expected), or a list of them"
    case .context: "a map"
    case .protected: "true or false"
    case .parallelism: NumberRange.expectedParallelism
    case .timeout: NumberRange.expectedTimeout
    case .wait: NumberRange.expectedWait
    case .stateRequestBytes: NumberRange.expectedStateRequest
    case .serverVersion: "a version of authentik, such as \(EmbeddedCatalog.newest.name)"
    default: "a text that is not empty"
    }
  }

  func takes(_ value: Value) -> Bool {
    switch self {
    case .paths, .tests: (value.list ?? [value]).allSatisfy { $0.string?.isEmpty == false }
    case .header: (value.list ?? [value]).allSatisfy { $0.string.flatMap { HeaderText($0) } != nil }
    case .context: value.map != nil
    case .protected: value.bool != nil
    case .parallelism: value.integer.map(NumberRange.parallelism.contains) ?? false
    case .stateRequestBytes: value.integer.map(NumberRange.stateRequest.contains) ?? false
    case .timeout: value.number.map(NumberRange.timeout.contains) ?? false
    case .wait: value.number.map(NumberRange.wait.contains) ?? false
    case .serverVersion: value.string.map { (try? EmbeddedCatalog.named($0)) != nil } ?? false
    default: value.string?.isEmpty == false
    }
  }

  /// The setting's name in a message: its name in the file, and its variable.
  var named: String { "`\(rawValue)`" + (variable.map { " (\($0))" } ?? "") }

  /// The environment variable, which wins over the file.
  var variable: String? {
    switch self {
    case .url: "AUTHENTIK_URL"
    case .state: "FLOWFORM_STATE"
    case .stateLockAddress: "FLOWFORM_STATE_LOCK_ADDRESS"
    case .stateUnlockAddress: "FLOWFORM_STATE_UNLOCK_ADDRESS"
    case .stateLockMethod: "FLOWFORM_STATE_LOCK_METHOD"
    case .stateUnlockMethod: "FLOWFORM_STATE_UNLOCK_METHOD"
    case .stateRequestBytes: "FLOWFORM_STATE_REQUEST_BYTES"
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
