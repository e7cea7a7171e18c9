import ArgumentParser
import FlowformCommands

@main
struct Main {
  static func main() async {
    await Flowform.main()
  }
}
