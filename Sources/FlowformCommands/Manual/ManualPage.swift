/// The manual page of all commands, in roff.
package struct ManualPage {
  private let commands: [CommandDescription]
  private let shared: SharedOptions
  private var page = RoffText()

  package static func text(of root: CommandDescription) -> String {
    var manual = ManualPage(root)
    manual.writePage(root)
    return manual.page.text
  }

  private init(_ root: CommandDescription) {
    commands = root.all
    shared = SharedOptions(commands.dropFirst())
  }

  private mutating func writePage(_ root: CommandDescription) {
    page.title("FLOWFORM", section: 1, source: "flowform \(Version.current)")
    page.section("NAME")
    page.paragraph("flowform - \(root.abstract.lowercasedFirst.withoutStop)")
    page.section("SYNOPSIS")
    page.paragraph("`flowform` <command> [<options>] [<arguments>]")
    page.section("DESCRIPTION")
    page.discussion(root.discussion)
    page.section("COMMANDS")
    for command in commands.dropFirst() { write(command) }
    page.section("OPTIONS OF SEVERAL COMMANDS")
    for (option, users) in shared.all where !option.names.isEmpty { write(option, users: users) }
    for section in ManualText.sections {
      page.section(section.title)
      if !section.introduction.isEmpty { page.paragraph(section.introduction) }
      for (term, text) in section.items { page.item("`\(term)`", text) }
    }
  }

  private mutating func write(_ command: CommandDescription) {
    page.subsection(command.name)
    page.paragraph(command.abstract)
    let places = command.arguments.filter(\.names.isEmpty)
    if command.subcommands.isEmpty {
      page.paragraph("`\(command.name)` [<options>] " + places.map(\.usage).joined(separator: " "))
    }
    page.discussion(command.discussion)
    for argument in places { page.item("<\(argument.value ?? "")>", argument.help) }
    for option in command.arguments where !option.names.isEmpty && !shared.contains(option) {
      write(option, users: nil)
    }
  }

  private mutating func write(_ option: ArgumentDescription, users: [String]?) {
    let names = option.names.map { "`\($0)`" }.joined(separator: ", ")
    let suffix = users.map { " (\($0.joined(separator: ", ")))" } ?? ""
    page.item(names + (option.value.map { " <\($0)>" } ?? ""), option.help + suffix)
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
  fileprivate var withoutStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
