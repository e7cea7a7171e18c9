import FlowformCommands

@main
struct Main {
  static func main() async {
    await Flowform.start(Array(CommandLine.arguments.dropFirst()))
  }
}
