import ArgumentParser
package import Model

/// A command, as the parser describes it: its path, its arguments and its help.
package struct CommandDescription: Sendable {
  /// From `flowform` to its own name.
  package let path: [String]
  package let abstract: String
  package let discussion: String
  package let arguments: [ArgumentDescription]
  package let subcommands: [CommandDescription]

  package var name: String { path.joined(separator: " ") }

  /// The command lines of its help that show how it is used.
  package var examples: [String] {
    discussion.split(separator: "\n").filter { $0.hasPrefix("  flowform ") }.map { String($0.dropFirst(2)) }
  }

  /// The command and all below it, parents first.
  package var all: [CommandDescription] { [self] + subcommands.flatMap(\.all) }

  /// The command line's root, as the parser dumps it.
  package static func root() throws(JSONError) -> CommandDescription {
    CommandDescription(try JSONReader.read(Flowform._dumpHelp())["command"] ?? [:], below: [])
  }

  private init(_ dump: Value, below parent: [String]) {
    path = parent + [dump.text("commandName")]
    abstract = dump.text("abstract")
    discussion = dump.text("discussion")
    arguments = (dump["arguments"]?.list ?? []).filter { $0["shouldDisplay"]?.bool != false }
      .map(ArgumentDescription.init)
    let path = path
    // `help` is the parser's own and repeats `--help`.
    subcommands = (dump["subcommands"]?.list ?? [])
      .filter { $0["shouldDisplay"]?.bool != false && $0.text("commandName") != "help" }
      .map { CommandDescription($0, below: path) }
  }
}

extension Value {
  func text(_ key: String) -> String { self[key]?.string ?? "" }
}
