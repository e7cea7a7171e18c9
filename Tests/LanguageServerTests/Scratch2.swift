import Foundation
import LanguageServer
import Model
import OrderedCollections
import Testing

@Suite struct Probe {
  @Test func probe() throws {
    let all = try String(contentsOf: URL(filePath: "/tmp/probes.txt"), encoding: .utf8)
    let parts = all.components(separatedBy: "=====\n")
    for part in parts {
      // `@label` in the first line: apply.
      var text = part
      var label: String?
      if text.hasPrefix("@") {
        label = String(text.prefix { $0 != "\n" }.dropFirst())
        text = String(text.drop { $0 != "\n" }.dropFirst())
      }
      let found = Completions(text, snippets: false)
      print("PROBE----\n\(text)\nPROBE-> \(found.labels.count) \(found.labels.prefix(9))")
      if let label {
        print("PROBE AFTER\n\(found.after(label == "" ? (found.labels.first ?? "") : label) ?? "nil")")
      }
    }
    print("PROBE END")
  }
}
