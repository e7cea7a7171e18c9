import Foundation
package import Testing

/// Tests of minutes, which would take the machine from all others: they run by themselves, after them.
package enum LongTests {
  package static let areWanted = ProcessInfo.processInfo.environment["FLOWFORM_LONG_TESTS"] != nil
  package static let hint: Comment = "they run by themselves, with FLOWFORM_LONG_TESTS=1"
}
