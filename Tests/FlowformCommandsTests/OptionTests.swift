import ArgumentParser
import Testing

@testable import FlowformCommands

/// What a command line says before anything is read.
struct OptionTests {
  @Test(arguments: [
    (["plan", "--header", ":"], "--header takes 'Name: value'"),
    (["plan", "--header", "no colon"], "--header takes 'Name: value'"),
    (["plan", "--timeout", "0"], "--timeout takes a number of seconds above 0 and at most 86400"),
    (["plan", "--timeout", "nan"], "--timeout takes a number of seconds"),
    (["plan", "--timeout", "1e400"], "--timeout takes a number of seconds"),
    (["plan", "--wait", "inf"], "--wait takes a number of seconds from 0 to 86400"),
    (["plan", "--wait=-1"], "--wait takes a number of seconds"),
    (["plan", "--parallelism", "0"], "--parallelism takes a number from 1 to 1000"),
    (["plan", "--sandbox", "--url", "https://a.example"], "--sandbox and --url name two servers"),
    (["plan", "--client-cert", "a.pem"], "--client-cert and --client-key must be used together"),
    (["apply", "--max-deletes=-1"], "--max-deletes takes a number of objects"),
    (["sandbox", "--port", "70000"], "--port takes a number from 0 to 65535"),
    (["sandbox", "--delay", "99999999999"], "--delay takes a number of milliseconds from 0 to 3600000"),
    (["sandbox", "--fault", "=1"], "'=1' is invalid for '--fault"),
    (["sandbox", "--fault", "429=1.5"], "'429=1.5' is invalid for '--fault"),
  ])
  func isRefusedWithWhatAnOptionTakes(_ arguments: [String], _ sentence: String) {
    let error = #expect(throws: (any Error).self) { try Flowform.parseAsRoot(arguments) }
    guard let error else { return }
    #expect(Flowform.exitCode(for: error).rawValue == ExitStatus.usage.rawValue)
    #expect(Flowform.message(for: error).contains(sentence), "\(Flowform.message(for: error))")
  }

  @Test(
    arguments: [
      (["plan", "--header="], "--header has an empty value; "),
      (["plan", "--header", ""], "--header has an empty value; "), (["plan", ""], "An argument is empty; "),
      (["state", "move", "", ""], "An argument is empty; "), (["--header=x", ""], "An argument is empty; "),
      (["plan", "--context", "a="], nil), (["plan", "--context=a="], nil), ([], nil),
    ] as [([String], String?)])
  func anEmptyArgumentIsTold(_ arguments: [String], _ sentence: String?) {
    let problem = EmptyArgument.problem(in: arguments)
    #expect(sentence == nil ? problem == nil : problem?.hasPrefix(sentence ?? "") == true, "\(problem ?? "")")
  }

  @Test(
    arguments: [
      (["plna"], "plan"), (["--versoin"], "--version"), (["state", "lst"], "list"),
      (["plan", "--format", "jsn"], "json"), (["render", "--format=yml"], "yaml"),
      (["plan", "--format", "json"], nil), (["xyzzy"], nil), (["plan", "--format", "postscript"], nil),
    ] as [([String], String?)])
  func whatWasMeantIsOffered(_ arguments: [String], _ offer: String?) throws {
    #expect(Misspelling.correction(of: arguments, in: try CommandDescription.root()) == offer)
  }

  @Test(arguments: [
    ("Error: Unexpected argument 'x'", "Error: Unexpected argument 'x'. Did you mean 'y'?"),
    ("There is no command 'x'.", "There is no command 'x'. Did you mean 'y'?"),
    (
      "'x' is invalid. Please provide one of the following:",
      "'x' is invalid. Did you mean 'y'? Please provide one of the following:"
    ),
  ])
  func anOfferIsPartOfTheSentence(_ sentence: String, _ whole: String) {
    #expect(Misspelling.offering("y", in: sentence) == whole)
  }

  @Test(
    arguments: [
      (["help", "plna"], "plna"), (["help", "state", "lst"], "lst"), (["help", "plan", "x"], "x"),
      (["help"], nil), (["help", "state", "list"], nil), (["help", "help"], nil), (["plan"], nil),
    ] as [([String], String?)])
  func helpForNoCommandIsKnown(_ arguments: [String], _ word: String?) throws {
    #expect(Misspelling.unknownTopic(of: arguments, in: try CommandDescription.root()) == word)
  }
}
