/// A workflow command, which GitHub's runner reads from a job's log: `::error file=…,line=…,col=…::message`.
enum WorkflowCommand {
  static func text(_ name: String, _ properties: [(name: String, value: String)], _ message: String) -> String
  {
    let list = properties.map { "\($0.name)=\(property($0.value))" }.joined(separator: ",")
    return "::\(name)\(list.isEmpty ? "" : " " + list)::\(data(message))\n"
  }

  /// A text that the runner must not read as a command: it reads `::` at the start of a line, and `##[`
  /// anywhere.
  static func inert(_ text: String) -> String {
    text.replacing("##[", with: "##\\[")
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        let start = line.firstIndex { !$0.isWhitespace } ?? line.endIndex
        return line[start...].hasPrefix("::") ? "\(line[..<start])\\\(line[start...])" : String(line)
      }
      .joined(separator: "\n")
  }

  private static func data(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result += Terminal.escaped(String(scalar))
      }
    }
  }

  private static func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
