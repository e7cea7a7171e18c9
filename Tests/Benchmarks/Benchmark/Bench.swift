import Foundation

/// What every measurement needs: the programs and a folder for their files.
struct Bench {
  let flowform: String
  let yamlEvents: String
  let folder: URL

  func write(_ text: String, _ name: String) throws -> Int {
    let data = Data(text.utf8)
    try data.write(to: folder.appending(path: name))
    return data.count
  }

  func remove(_ names: String...) throws {
    for name in names { try? FileManager.default.removeItem(at: folder.appending(path: name)) }
  }

  func server(_ replay: Replay) -> [String: String] {
    ["AUTHENTIK_URL": replay.url, "AUTHENTIK_TOKEN": "none"]
  }
}
