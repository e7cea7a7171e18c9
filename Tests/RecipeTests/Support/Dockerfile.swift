/// The stages of a Dockerfile and their instructions.
struct Dockerfile {
  struct Instruction {
    let name: String
    let arguments: String

    /// The arguments, split at blanks, without flags.
    var words: [String] { arguments.split(separator: " ").map(String.init).filter { !$0.hasPrefix("--") } }
  }

  struct Stage {
    let image: String
    let name: String?
    var instructions: [Instruction] = []

    func arguments(_ name: String) -> [String] {
      instructions.filter { $0.name == name }.map(\.arguments)
    }
  }

  private(set) var stages: [Stage] = []

  init(_ text: String) throws {
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(separator: "\n")
    for line in lines.replacing("\\\n", with: "").split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      let instruction = Instruction(name: String(parts[0]), arguments: String(parts.dropFirst().first ?? ""))
      if instruction.name == "FROM" {
        let words = instruction.words
        stages.append(Stage(image: words[0], name: words.count == 3 ? words[2] : nil))
      } else if stages.isEmpty {
        throw RecipeFailure("\(instruction.name) before FROM")
      } else {
        stages[stages.count - 1].instructions.append(instruction)
      }
    }
  }

  /// The path of the built program in the last stage.
  var program: String? {
    stages.last?.instructions.first { $0.name == "COPY" && $0.arguments.hasPrefix("--from=") }?.words.last
  }
}
