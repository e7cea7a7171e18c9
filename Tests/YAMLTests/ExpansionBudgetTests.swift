import Model
import Testing

@testable import YAML

struct ExpansionBudgetTests {
  private static let mark = Mark(line: 3, column: 7)

  private static func budget(_ change: (inout NodeLimits) -> Void = { _ in }) -> ExpansionBudget {
    var limits = NodeLimits()
    change(&limits)
    return ExpansionBudget(limits)
  }

  /// `[[a, b]]`: the inner list has three nodes and a height of one.
  @Test func measuresANode() throws {
    var budget = Self.budget()
    let outer = budget.begin()
    try budget.enter(at: Self.mark)
    let inner = budget.begin()
    try budget.enter(at: Self.mark)
    for _ in 0..<2 {
      let scalar = budget.begin()
      try budget.count(at: Self.mark)
      budget.end(scalar)
    }
    budget.leave()
    let size = budget.size(since: inner)
    #expect(size.nodes == 3)
    #expect(size.height == 1)
    budget.end(inner)
    budget.leave()
    #expect(budget.size(since: outer).nodes == 4)
    #expect(budget.size(since: outer).height == 2)
    #expect(budget.depth == 0)
  }

  @Test func anAliasCountsAsWhatItRepeats() throws {
    var budget = Self.budget { $0.nodes = 9 }
    let size = ExpansionBudget.Size(nodes: 3, height: 1)
    for _ in 0..<3 { try budget.repeat(size, at: Self.mark) }
    let error = try #require(throws: YAMLError.self) { try budget.repeat(size, at: Self.mark) }
    #expect(error.mark == Self.mark)
    #expect(error.message.contains("more than 9 values"))
  }

  @Test func anAliasIsAsDeepAsWhatItRepeats() throws {
    var budget = Self.budget { $0.depth = 3 }
    try budget.enter(at: Self.mark)
    try budget.repeat(ExpansionBudget.Size(nodes: 1, height: 2), at: Self.mark)
    let error = try #require(throws: YAMLError.self) {
      try budget.repeat(ExpansionBudget.Size(nodes: 1, height: 3), at: Self.mark)
    }
    #expect(error.message.contains("nested deeper than 3"))
  }

  @Test func aliasesMayNotMultiplyAText() throws {
    var budget = Self.budget { $0.expansion = 2 }
    try budget.repeat(ExpansionBudget.Size(nodes: 2000, height: 0), at: Self.mark)
    let error = try #require(throws: YAMLError.self) { try budget.count(at: Self.mark) }
    #expect(error.message.contains("turn 2 written values into 2001"))
  }
}
