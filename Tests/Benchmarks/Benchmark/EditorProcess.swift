import Foundation
import Model
import OrderedCollections

/// A running language server, with the messages of an editor.
final class EditorProcess {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var buffer = Data()
  private var count = 0

  init(_ program: String, in folder: URL) throws {
    process.executableURL = URL(filePath: program)
    process.arguments = ["language-server"]
    process.currentDirectoryURL = folder
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  func end() {
    process.terminate()
    process.waitUntilExit()
  }

  func request(_ method: String, _ parameters: Value) throws -> Value {
    count += 1
    try send(["jsonrpc": "2.0", "id": .integer(count), "method": .string(method), "params": parameters])
    while true {
      let message = try next()
      if message["id"]?.integer == count { return message["result"] ?? .null }
    }
  }

  func notify(_ method: String, _ parameters: Value) throws {
    try send(["jsonrpc": "2.0", "method": .string(method), "params": parameters])
  }

  /// The findings for a version of the document.
  func findings(version: Int) throws -> [Value] {
    while true {
      let message = try next()
      if message["method"] == "textDocument/publishDiagnostics",
        message["params"]?["version"]?.integer == version
      {
        return message["params"]?["diagnostics"]?.list ?? []
      }
    }
  }

  private func send(_ message: Value) throws {
    let content = Data(JSONWriter.write(message).utf8)
    try input.fileHandleForWriting.write(
      contentsOf: Data("Content-Length: \(content.count)\r\n\r\n".utf8) + content)
  }

  private func next() throws -> Value {
    let header = try read(until: Data("\r\n\r\n".utf8))
    guard let length = Int(String(decoding: header, as: UTF8.self).filter(\.isNumber)) else {
      throw BenchmarkError("the language server sent a wrong header")
    }
    while buffer.count < length { try readMore() }
    defer { buffer = Data(buffer.dropFirst(length)) }
    return try JSONReader.read(Array(buffer.prefix(length)))
  }

  private func read(until end: Data) throws -> Data {
    while true {
      if let range = buffer.firstRange(of: end) {
        defer { buffer = Data(buffer[range.upperBound...]) }
        return Data(buffer[..<range.lowerBound])
      }
      try readMore()
    }
  }

  private func readMore() throws {
    let piece = output.fileHandleForReading.availableData
    guard !piece.isEmpty else { throw BenchmarkError("the language server ended") }
    buffer += piece
  }
}
