import Foundation

/// The programs that every measurement needs, and a folder for their files.
struct Bench {
  let flowform: String
  let yamlEvents: String
  let folder: URL

  /// The path of this program. It also contains the replay server and the bare client.
  static let itself =
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    ?? CommandLine.arguments[0]

  func write(_ text: String, _ name: String) throws -> Int {
    let data = Data(text.utf8)
    try data.write(to: folder.appending(path: name))
    return data.count
  }

  /// Writes texts as files into a folder of their own, and returns their size in bytes.
  func write(_ texts: [String], into name: String) throws -> Int {
    try FileManager.default.createDirectory(
      at: folder.appending(path: name), withIntermediateDirectories: true)
    return try texts.enumerated().reduce(0) { size, text in
      try size + write(text.element, "\(name)/\(text.offset).yaml")
    }
  }

  func remove(_ names: String...) throws {
    for name in names { try? FileManager.default.removeItem(at: folder.appending(path: name)) }
  }

  func server(_ replay: Replay) -> [String: String] {
    ["AUTHENTIK_URL": replay.url, "AUTHENTIK_TOKEN": "none"]
  }
}
