import Blueprints
import Catalog
import Model
import OrderedCollections
import Testing

/// A primary key in a blueprint belongs to an entry, to an object of the server, or is a mistake.
@Suite struct LiteralKeyTests {
  private static let key = "00000000-0000-4000-8000-00000000000a"

  private static func desired(
    _ attrs: String, _ more: String = "", answers: [Question: Answer] = [:], state: String = "present"
  ) throws -> DesiredSet {
    try BlueprintText.desired(
      "entries:\n\(more)- model: authentik_core.group\n  state: \(state)\n  identifiers: {name: g}\n  attrs:\n    \(attrs)\n",
      answers: answers
    ) { $0.isOffline = false }
  }

  private static func question(_ model: String, _ key: Value) -> Question { .exists(model: model, key: key) }

  @Test func isAskedFor() throws {
    let desired = try Self.desired("{parents: [\(Self.key.uppercased())], users: [5, '6'], roles: []}")
    #expect(
      desired.questions == [
        Self.question("authentik_core.group", .string(Self.key)), Self.question("authentik_core.user", 5),
        Self.question("authentik_core.user", 6),
      ])
  }

  @Test func ofAnotherServerIsAnErrorAtItsPlace() throws {
    let answers = [
      Self.question("authentik_core.user", 5): Answer(value: true),
      Self.question("authentik_core.user", 6): Answer(value: false),
      Self.question("authentik_core.user", 7): Answer(value: nil),
    ]
    let desired = try Self.desired("users: [5, 6, 7]", answers: answers)
    #expect(
      BlueprintText.lines(desired.diagnostics)
        == "error 6:16 `users[1]` is the key `6`, but no authentik_core.user on this server has it; keys differ from server to server, so write `!Find [authentik_core.user, [username, …]]`, or `!KeyOf` and the `id` of an entry\n"
    )
  }

  @Test func ofAnotherEntryIsAReference() throws {
    let parent = "- {model: authentik_core.group, identifiers: {pk: \(Self.key), name: p}}\n"
    let desired = try Self.desired("parents: [\(Self.key)]", parent)
    #expect(desired.questions.isEmpty && desired.diagnostics.isEmpty)
    #expect(desired.entries.last?.values["parents"]?.list?.first?.reference != nil)
  }

  @Test func isNoMatterOffline() throws {
    let text =
      "entries:\n- {model: authentik_core.group, identifiers: {name: g}, attrs: {parents: [\(Self.key)]}}\n"
    #expect(try BlueprintText.desired(text).diagnostics.isEmpty)
    #expect(try Self.desired("parents: [\(Self.key)]", state: "absent").questions.isEmpty)
  }

  @Test func whatATagMakesIsLookedAtToo() throws {
    let desired = try Self.desired("parents: [!Env [GONE, \(Self.key)]]")
    #expect(desired.questions == [Self.question("authentik_core.group", .string(Self.key))])
  }
}
