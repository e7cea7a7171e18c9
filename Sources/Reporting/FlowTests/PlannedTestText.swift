import Planning

/// The tests of the flows that a plan touches, in the words of every format for people.
enum PlannedTestText {
  static let heading = "Tests that `apply --test` runs afterwards"

  /// `acme-login: a login, a wrong password` for each flow.
  static func lines(_ plan: Plan) -> [String] {
    plan.tests.map { row in
      "\(row.flow): \(row.names.isEmpty ? "no test" : row.names.joined(separator: ", "))"
    }
  }
}
