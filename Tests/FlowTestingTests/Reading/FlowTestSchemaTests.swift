import Blueprints
import FlowTesting
import Model
import OrderedCollections
import TestSupport
import Testing
import YAML

/// The schema for editors, which see a test file as values without tags.
@Suite struct FlowTestSchemaTests {
  private static func seen(_ node: Node) -> Value {
    switch node.content {
    case .scalar(let text, _): node.tag?.isCustom == true ? .string(text) : node.literal ?? .string(text)
    case .list(let items): .list(items.map(seen))
    case .map(let pairs):
      .map(
        ValueMap(pairs.compactMap { pair in pair.key.literal?.string.map { ($0, seen(pair.value)) } }) { $1 })
    }
  }

  private static func problems(_ text: String) throws -> [String] {
    let node = try #require(try NodeReader.read(Array(text.utf8)))
    return SchemaCheck.problems(seen(node), FlowTestSchema.value)
  }

  @Test(arguments: [
    "ends: signed-in", "ends: {signed-in: {user: a, groups: [b]}}", "ends: {signed-in: alice}",
    "ends: {signed-out: null}", "ends: {denied: no}", "ends: {stage: password}", "ends: password",
    "ends: denied\nsteps: null", "ends: denied\ncleanup: true\nquery: {next: /to/}",
    "ends: denied\nsteps: [{stage: password, answer: {password: !Env [A]}, errors: {password: .*}}]",
    "ends: denied\nsteps: [{stage: prompt, answer: {anything: 1}, fields: [a], title: T, shows: {a.b: 1}}]",
    "ends: denied\nsteps: [{stage: email, answer: null}]",
    "ends: denied\nsteps: [{stage: authenticator_validate, devices: [totp], answer: {code: !TOTP }}]",
  ])
  func whatIsRightIsNotMarked(lines: String) throws {
    let text = TestText.test(lines.split(separator: "\n").dropFirst().joined(separator: "\n"))
    let whole = text.replacing("ends: signed-in", with: String(lines.prefix { $0 != "\n" }))
    #expect(try Self.problems(whole) == [])
    #expect(try TestText.read(whole, isOffline: true).diagnostics == [])
  }

  @Test(arguments: [
    "{}", "tests: {}", "tests: [{name: a, flow: b}]", "tests: [{name: a, flow: b, ends: nowhere}]",
    "tests: [{name: a, flow: b, ends: {signed-in: {usr: a}}}]",
    "tests: [{name: a, flow: b, ends: denied, steps: [{stage: user_write}]}]",
    "tests: [{name: a, flow: b, ends: denied, steps: [{answer: {}}]}]",
    "tests: [{name: a, flow: b, ends: denied, steps: [{stage: password, answer: {passwd: a}}]}]",
    "tests: [{name: a, flow: b, ends: denied, steps: [{stage: password, anwser: {}}]}]",
  ])
  func mistakesAreMarked(text: String) throws {
    #expect(try Self.problems(text) != [])
  }
}
