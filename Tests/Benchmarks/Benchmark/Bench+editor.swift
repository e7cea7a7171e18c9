import Foundation
import Model

extension Bench {
  /// Measures the time from a keystroke to the findings, in a file of 1,000 entries beside 9,000 others.
  func editor() throws -> [Measurement] {
    let set = MixedSet(groups: 670)
    let files = set.files(ofGroups: 67)
    _ = try write(files, into: "editor/blueprints")
    defer { try? remove("editor") }
    let root = folder.appending(path: "editor")
    let server = try EditorProcess(flowform, in: root)
    defer { server.end() }
    _ = try server.request("initialize", ["rootUri": .string("file://\(root.path)"), "capabilities": [:]])
    try server.notify("initialized", [:])
    let uri = Value.string("file://\(root.path)/blueprints/5.yaml")
    try server.notify(
      "textDocument/didOpen",
      ["textDocument": ["uri": uri, "languageId": "yaml", "version": 1, "text": .string(files[5])]])
    _ = try server.findings(version: 1)
    let lines = files[5].split(separator: "\n", omittingEmptySubsequences: false)
    guard let line = lines.indices.dropFirst(500).first(where: { lines[$0].contains("throw_error: false") })
    else {
      throw BenchmarkError("the set has no stage")
    }
    // A character is typed and taken back: every other text has a mistake, which must be told.
    let place: Value = ["line": .integer(line), "character": .integer(lines[line].count - 1)]
    let behind: Value = ["line": .integer(line), "character": .integer(lines[line].count)]
    var seconds: [Double] = []
    for number in 0..<40 {
      let isTyped = number.isMultiple(of: 2)
      let clock = ContinuousClock()
      let start = clock.now
      try server.notify(
        "textDocument/didChange",
        [
          "textDocument": ["uri": uri, "version": .integer(number + 2)],
          "contentChanges": [
            ["range": ["start": place, "end": isTyped ? place : behind], "text": isTyped ? "x" : ""]
          ],
        ])
      let findings = try server.findings(version: number + 2)
      seconds.append(start.duration(to: clock.now) / .seconds(1))
      guard findings.isEmpty == !isTyped else { throw BenchmarkError("wrong findings: \(findings)") }
    }
    let events = try MeasuredProcess.best(of: 15, [yamlEvents, "editor/blueprints/5.yaml"], in: folder)
    let floor = try MeasuredProcess.best(of: 15, ["true"], in: folder)
    let (median, parse) = (seconds.sorted()[20] * 1000, (events.wall - floor.wall) * 1000)
    return [
      .atMost(
        "a keystroke in 1,000 of 10,000 entries: until the findings are there", median, limit: 100,
        unit: " ms",
        digits: 0, "\((median / parse).text(0)) × the events of that file, \(parse.text(1)) ms")
    ]
  }
}
