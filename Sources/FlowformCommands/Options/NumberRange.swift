/// The numbers that options and settings accept. Infinity and NaN are in no range.
enum NumberRange {
  static let parallelism = 1...1000
  /// In seconds. No request takes a day.
  static let timeout = Double.leastNonzeroMagnitude...86_400
  /// In seconds. No server takes a day to start.
  static let wait = 0.0...86_400
  /// In milliseconds.
  static let delay = 0...3_600_000
  /// In seconds, between two plans of a service.
  static let interval = 0.1...86_400
  /// In bytes. The smallest size has room for a name, a digest and some text.
  static let stateRequest = 10_000...100_000_000

  static let expectedParallelism = "a number from 1 to 1000"
  static let expectedTimeout = "a number of seconds above 0 and at most 86400"
  static let expectedWait = "a number of seconds from 0 to 86400"
  static let expectedInterval = "a number of seconds from 0.1 to 86400"
  static let expectedStateRequest = "a number of bytes from 10000 to 100000000"
  static let expectedDelay = "a number of milliseconds from 0 to 3600000"
}
