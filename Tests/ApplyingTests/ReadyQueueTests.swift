import Model
import Planning
import Testing

@testable import Applying

struct ReadyQueueTests {
  private func change(_ name: String, after names: String...) -> PlannedChange {
    var change = PlannedChange(address: address(name), action: .create)
    change.dependencies = names.map(address)
    return change
  }

  private func address(_ name: String) -> ResourceAddress {
    ResourceAddress(model: "a.b", identifiers: [("name", .string(name))])
  }

  private func names(_ changes: [PlannedChange]) -> [String] {
    changes.map { String($0.address.description.dropFirst("a.b[name=".count).dropLast()) }
  }

  private func taken(_ queue: inout ReadyQueue) throws -> PlannedChange {
    let next = queue.next()
    return try #require(next)
  }

  private func isDry(_ queue: inout ReadyQueue) -> Bool { queue.next() == nil }

  @Test func keepsTheOrderOfEquals() {
    var queue = ReadyQueue([change("c"), change("a"), change("b")])
    var order: [PlannedChange] = []
    while let next = queue.next() { order.append(next) }
    #expect(names(order) == ["c", "a", "b"])
    #expect(queue.remaining.isEmpty)
  }

  @Test func handsOutAChangeOnceAllThatItNeedsIsDone() throws {
    var queue = ReadyQueue([change("c", after: "a", "b"), change("a"), change("b"), change("d", after: "c")])
    let first = try taken(&queue)
    let second = try taken(&queue)
    #expect(names([first, second]) == ["a", "b"])
    #expect(isDry(&queue))
    queue.finish(second)
    #expect(isDry(&queue))
    #expect(names(queue.remaining) == ["c", "d"])
    queue.finish(first)
    let third = try taken(&queue)
    #expect(names([third]) == ["c"])
    #expect(isDry(&queue))
    queue.finish(third)
    #expect(names([try taken(&queue)]) == ["d"])
  }

  @Test func doesNotWaitForWhatIsNotInThePlan() {
    var queue = ReadyQueue([change("a", after: "there already", "a")])
    #expect(!isDry(&queue))
  }
}
