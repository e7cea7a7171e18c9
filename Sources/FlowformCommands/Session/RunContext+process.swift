import FoundationEssentials
import Operations

extension RunContext {
  /// The surroundings of this process: its environment, and standard error for notices.
  static let process: RunContext = {
    let variables = ProcessInfo.processInfo.environment
    var context = RunContext(
      variables: variables, toolVersion: Version.current, cacheFolder: cacheFolder(variables),
      notify: { Console.note($0.lines) })
    context.cleanUps = Interrupts.shared.cleanUps
    return context
  }()

  /// The user's cache folder.
  private static func cacheFolder(_ variables: [String: String]) -> URL? {
    if let folder = variables.value("XDG_CACHE_HOME") {
      return URL(filePath: folder).appending(path: "flowform")
    }
    return variables.value("HOME").map { URL(filePath: $0).appending(path: ".cache/flowform") }
  }
}
