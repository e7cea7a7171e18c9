/// An empty argument, which is nearly always an unset variable of a script.
enum EmptyArgument {
  /// The message about the first one; nil if there is none.
  ///
  /// No option or argument accepts an empty text, so one message is enough.
  static func problem(in arguments: [String]) -> String? {
    for (index, argument) in arguments.enumerated() {
      if argument.isEmpty {
        let option = index > 0 ? arguments[index - 1] : ""
        guard option.hasPrefix("--"), !option.contains("=") else { return "An argument is empty; \(advice)" }
        return "\(option) has an empty value; \(advice)"
      }
      if argument.hasPrefix("--"), argument.hasSuffix("="),
        argument.firstIndex(of: "=") == argument.indices.last
      {
        return "\(argument.dropLast()) has an empty value; \(advice)"
      }
    }
    return nil
  }

  private static let advice = "pass a value, or leave it out. A variable of the script may not be set."
}
