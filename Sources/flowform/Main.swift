import FlowformCommands
import LaunchArguments

@main
struct Main {
  static func main() async {
    // Dispatch ends the process without a message if it cannot see the states of its threads there.
    guard CommandLine.argc > 0 else { Flowform.refuse("flowform needs /proc, which is not mounted here") }
    let arguments = (0..<launch_argument_count()).map { String(cString: launch_argument($0)) }
    await Flowform.start(Array(arguments.dropFirst()))
  }
}
