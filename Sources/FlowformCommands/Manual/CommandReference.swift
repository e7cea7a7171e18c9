import ArgumentParser

/// The reference of all commands: articles of the documentation, made from the commands themselves.
package enum CommandReference {
  package struct Article: Sendable {
    /// The file's name in the catalog, without its ending.
    package let name: String
    package let text: String
  }

  private static let note = "<!-- Made from the commands by ManualArticleTests; do not edit it. -->"

  /// An overview with everything that commands share, and an article for each group of commands.
  package static func articles(of root: CommandDescription) -> [Article] {
    let shared = SharedOptions(root.all.dropFirst())
    let groups = Flowform.configuration.groupedSubcommands.map { group in
      let names = group.subcommands.map { $0._commandName }
      return (group.name, root.subcommands.filter { names.contains($0.path[1]) })
    }
    return [Article(name: "CommandReference", text: overview(groups, shared))]
      + groups.map { name, commands in
        Article(name: fileName(name), text: article(name, commands.flatMap(\.all), shared))
      }
  }

  /// `CommandsPlanAndApply` for the group "Plan and apply".
  private static func fileName(_ group: String) -> String {
    "Commands" + group.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private static func article(_ group: String, _ commands: [CommandDescription], _ shared: SharedOptions)
    -> String
  {
    var lines = [
      "# Commands: \(group.prefix(1).lowercased() + group.dropFirst())", "",
      "`flowform COMMAND --help` prints the same. Options that several commands share are in the",
      "[command reference](CommandReference.md#options-of-several-commands).", "", note,
    ]
    for command in commands {
      lines += [
        "", "## \(command.name)", "", ([command.abstract] + command.sentences).joined(separator: " "),
      ]
      if !command.literals.isEmpty { lines += ["", "```text"] + command.literals + ["```"] }
      let own = command.arguments.filter { !shared.contains($0) }
      if !own.isEmpty { lines += [""] + own.map { "* \(MarkdownTerm.text(of: $0)): \($0.help)" } }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func overview(
    _ groups: [(name: String, commands: [CommandDescription])], _ shared: SharedOptions
  ) -> String {
    var lines = ["# Command reference", "", "All commands, and everything that they share.", "", note]
    for (name, commands) in groups {
      lines += ["", "## \(name)", "", "| command | |", "|---|---|"]
      lines += commands.map { command in
        let anchor = command.name.replacing(" ", with: "-")
        return
          "| [`\(command.name)`](\(fileName(name)).md#\(anchor)) | \(MarkdownTerm.cell(command.abstract)) |"
      }
    }
    lines += ["", "## Options of several commands", "", "| argument or option | meaning |", "|---|---|"]
    lines += shared.all.map { option, users in
      let commands = users.map { " For: \($0.joined(separator: ", "))." } ?? ""
      return "| \(MarkdownTerm.text(of: option)) | \(MarkdownTerm.cell(option.help + commands)) |"
    }
    for section in ManualText.sections {
      lines += ["", "## \(section.title.prefix(1) + section.title.dropFirst().lowercased())", ""]
      if !section.introduction.isEmpty { lines += [section.introduction, ""] }
      lines += ["| | meaning |", "|---|---|"]
      lines += section.items.map { term, text in
        "| `\(term.replacing(", ", with: "`, `"))` | \(MarkdownTerm.cell(text)) |"
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension CommandDescription {
  /// The sentences of its help.
  fileprivate var sentences: [String] {
    discussion.split(separator: "\n").filter { !$0.hasPrefix("  ") && !$0.hasPrefix("Example") }
      .map(String.init)
  }

  /// The lines of its help that are shown as they are: examples and settings.
  fileprivate var literals: [String] {
    discussion.split(separator: "\n").filter { $0.hasPrefix("  ") }.map { String($0.dropFirst(2)) }
  }
}
