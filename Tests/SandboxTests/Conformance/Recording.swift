import Catalog
import Foundation
import Model
import OrderedCollections

/// One recorded exchange with a real server.
struct Recording: Sendable {
  let file: String
  let id: String
  let what: String
  let user: String
  let method: String
  let target: String
  let headers: [(String, String)]
  let body: [UInt8]?
  let status: Int
  let contentType: String?
  let location: String?
  /// The values of all `Set-Cookie` headers.
  let setCookies: [String]
  let answer: String
  /// Whether only a part of the answer was recorded.
  let isCut: Bool

  static let files = [
    "01-flows-read", "01b-pagination-950-flows", "02-flows-create", "02b-flows-authz",
    "02c-flows-race-and-anon", "03-flows-update-delete",
  ]

  /// The folder `../shared/recordings`, beside the project.
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/recordings")

  /// The recordings of kinds other than flows, each from a new server with the users of the recordings.
  static func kindFiles(_ version: EmbeddedCatalog) -> [String] {
    ["04-stages-bindings-policies"] + (version == .v2024_8 ? ["07-probes", "08-extras"] : ["05-misc"])
  }

  /// The kinds with recordings of their own.
  static func kinds(_ version: EmbeddedCatalog) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      at: folder.appending(path: "\(version.family)/kinds"), includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "jsonl" }.map { $0.deletingPathExtension().lastPathComponent }.sorted()
  }

  static var areThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

  static func load(_ file: String, _ version: EmbeddedCatalog) throws -> [Recording] {
    let url = folder.appending(path: "\(version.family)/\(file).jsonl")
    let lines = try Data(contentsOf: url).split(separator: 0x0A)
    return try lines.map { try Recording(JSONReader.read([UInt8]($0)), file: file) }
  }

  private init(_ line: Value, file: String) {
    func text(_ key: String) -> String { line[key]?.string ?? "" }
    self.file = file
    id = text("id")
    what = text("desc")
    user = text("as")
    method = text("method")
    target = text("path")
    headers = (line["request_headers"]?.map ?? [:]).map { ($0.key, $0.value.string ?? "") }
    body = line["request_body"]?.string.map { Self.bytes($0, text("desc")) }
    status = line["status"]?.integer ?? 0
    contentType = line["response_headers"]?["content-type"]?.string
    location = line["response_headers"]?["location"]?.string
    setCookies = (line["response_headers"]?["set-cookie"]?.list ?? []).compactMap(\.string)
    answer = text("response_body")
    isCut = line["response_body_cut"] == true
  }

  /// The recordings are JSON, so invalid UTF-8 bytes appear as U+FFFD in them.
  private static func bytes(_ body: String, _ what: String) -> [UInt8] {
    let lost: [UInt8] =
      switch what {
      case "invalid UTF-8": [0xFF]
      case "UTF-16 body": [0xFF, 0xFE]
      case "json with charset latin1": [0xFC]
      default: []
      }
    var rest = lost[...]
    return body.unicodeScalars.flatMap { scalar in
      scalar == "\u{FFFD}"
        ? rest.popFirst().map { [$0] } ?? Array(String(scalar).utf8) : Array(String(scalar).utf8)
    }
  }
}
