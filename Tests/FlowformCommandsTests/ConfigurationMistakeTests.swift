import Model
import Testing

@testable import FlowformCommands

/// What is wrong in `flowform.yaml` is told with its place.
struct ConfigurationMistakeTests {
  @Test(arguments: [
    ("urll: x", "1:1: unknown setting `urll`; did you mean `url`?"),
    ("url: [x]", "1:6: `url` takes a text that is not empty"), ("a: 1\n b: 2", "2:3: "),
    ("moved: {x: y}", "1:9: "),
    (
      "moved: {\"authentik_flows.flow[slug=a]\": \"authentik_core.group[name=a]\"}",
      "1:41: an object cannot change its model from authentik_flows.flow"
    ),
    ("url: x\nurl: y", "2:1: `url` is repeated; remove one of them"),
    ("targets: {a: {urll: x}}", "1:15: unknown setting `urll`; did you mean `url`?"),
    ("- a", "1:1: expected a map of settings, such as `url: https://authentik.example.com`"),
    ("[a]: b", "1:1: expected the name of a setting"),
    ("header: \":\"", "1:9: `header` takes 'Name: value'"),
    ("header: [\"A: b\", \"\"]", "1:9: `header` takes 'Name: value'"),
    ("timeout: .nan", "1:10: `timeout` takes a number of seconds above 0"),
    ("timeout: 0", "1:10: `timeout` takes a number of seconds above 0"),
    ("wait: .inf", "1:7: `wait` takes a number of seconds from 0"),
    ("parallelism: 5000", "1:14: `parallelism` takes a number from 1 to 1000"),
    ("state: \"\"", "1:8: `state` takes a text that is not empty"),
    ("state-request-bytes: 9999", "1:22: `state-request-bytes` takes a number of bytes from 10000"),
    ("paths: [\"\"]", "1:8: `paths` takes a text or a list of texts, none of them empty"),
    ("tests: [1]", "1:8: `tests` takes a text or a list of texts, none of them empty"),
    ("protected: 3", "1:12: `protected` takes true or false"),
    ("targets: {a: {protected: ja}}", "1:26: `protected` takes true or false"),
    ("context: [a]", "1:10: `context` takes a map"),
  ])
  func isPlaced(_ text: String, _ sentence: String) {
    let failure = #expect(throws: CommandFailure.self) {
      try ConfigurationFile(SourceText(file: "flowform.yaml", bytes: Array(text.utf8)))
    }
    #expect(failure?.status == .usage)
    #expect(failure?.message.hasPrefix("flowform.yaml:\(sentence)") == true, "\(failure?.message ?? "")")
  }

  @Test(arguments: ["", "# Nothing.\n", Starter.configuration])
  func isNoneOfWhatIsRight(_ text: String) throws {
    _ = try ConfigurationFile(SourceText(file: "flowform.yaml", bytes: Array(text.utf8)))
  }
}
