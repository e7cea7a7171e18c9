import Foundation
package import Testing

/// Tests that take minutes. They run separately, since they would slow down all other tests.
package enum LongTests {
  package static let areWanted = ProcessInfo.processInfo.environment["FLOWFORM_LONG_TESTS"] != nil
  package static let hint: Comment = "they run by themselves, with FLOWFORM_LONG_TESTS=1"
}
