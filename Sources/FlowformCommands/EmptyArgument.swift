/// An argument without a text, which is nearly always a variable of a script that is not set.
enum EmptyArgument {
  /// What is wrong with the first one; nil if there is none.
  ///
  /// No option and no argument takes an empty text, so what it would do need not be said for each of them.
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

  private static let advice = "give one, or leave it out. A variable of the script may not be set."
}
