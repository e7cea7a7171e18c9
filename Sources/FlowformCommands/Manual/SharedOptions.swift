import OrderedCollections

/// The arguments and options that several commands share, each once with the names of those commands.
struct SharedOptions {
  private let users: OrderedDictionary<ArgumentDescription, [String]>
  private let commandCount: Int

  /// `commands` are all commands below the root.
  init(_ commands: some Collection<CommandDescription>) {
    var users: OrderedDictionary<ArgumentDescription, [String]> = [:]
    for command in commands {
      for argument in command.arguments {
        users[argument, default: []].append(command.path.dropFirst().joined(separator: " "))
      }
    }
    self.users = users.filter { $0.value.count > 1 }
    commandCount = commands.count
  }

  func contains(_ option: ArgumentDescription) -> Bool { users[option] != nil }

  /// Each option with the names of its commands; an option of every command needs no list of them.
  var all: [(option: ArgumentDescription, users: [String]?)] {
    users.map { ($0.key, $0.value.count == commandCount ? nil : $0.value) }
  }
}
