import Model

/// Suggests a correction for a wrong command line, if the parser does not.
enum Misspelling {
  private static let help = "help"

  /// The first word after `help` that names no command; nil if there is none. The parser prints the help of the command
  /// before it, as if nothing were wrong.
  static func unknownTopic(of arguments: [String], in root: CommandDescription) -> String? {
    guard arguments.first == help else { return nil }
    var command = root
    for word in arguments.dropFirst() where !word.hasPrefix("-") && word != help {
      guard let next = command.subcommands.first(where: { $0.path.last == word }) else { return word }
      command = next
    }
    return nil
  }

  /// The parser's sentence with an offer: at its end, or before the list that it announces.
  static func offering(_ correction: String, in sentence: String) -> String {
    let offer = " Did you mean '\(correction)'?"
    let list = " Please provide one of the following:"
    if sentence.hasSuffix(list) { return sentence.dropLast(list.count) + offer + list }
    return sentence + (sentence.hasSuffix(".") ? "" : ".") + offer
  }

  /// The nearest command, option or value to the first unknown word; nil if none is near.
  static func correction(of arguments: [String], in root: CommandDescription) -> String? {
    var command = root
    var rest = arguments[(arguments.first == help ? 1 : 0)...]
    while let word = rest.first, !command.subcommands.isEmpty {
      guard let next = command.subcommands.first(where: { $0.path.last == word }) else {
        let known = word.hasPrefix("-") ? command.arguments.flatMap(\.names) : command.subcommandNames
        return Suggestion.nearest(to: word, among: known)
      }
      command = next
      rest = rest.dropFirst()
    }
    return value(in: Array(rest), of: command)
  }

  /// The nearest value to one that an option does not accept, after a space or an equals sign.
  private static func value(in words: [String], of command: CommandDescription) -> String? {
    for index in words.indices {
      let parts = words[index].split(separator: "=", maxSplits: 1).map(String.init)
      guard let name = parts.first,
        let option = command.arguments.first(where: { $0.names.contains(name) }), !option.values.isEmpty,
        let value = parts.count == 2 ? parts[1] : words.dropFirst(index + 1).first,
        !option.values.contains(value)
      else { continue }
      return Suggestion.nearest(to: value, among: option.values)
    }
    return nil
  }
}

extension CommandDescription {
  fileprivate var subcommandNames: [String] { subcommands.compactMap(\.path.last) }
}
