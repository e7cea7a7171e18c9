/// What GitHub's runner reads in the log of a job: `::error file=…,line=…,col=…::message`.
enum WorkflowCommand {
  static func text(_ name: String, _ properties: [(name: String, value: String)], _ message: String) -> String
  {
    let list = properties.map { "\($0.name)=\(property($0.value))" }.joined(separator: ",")
    return "::\(name)\(list.isEmpty ? "" : " " + list)::\(data(message))\n"
  }

  /// The lines of a text that the runner must take for nothing but text: it reads `::` at the begin of a line,
  /// and `##[` anywhere.
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
