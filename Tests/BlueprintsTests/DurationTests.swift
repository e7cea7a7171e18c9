import Catalog
import Foundation
import Model
import OrderedCollections
import TestSupport
import Testing

@testable import Blueprints

/// OpenAPI does not mark durations, and a server refuses other texts in these fields.
@Suite struct DurationTests {
  @Test(arguments: EmbeddedCatalog.recorded)
  func nothingElseIsTaken(version: EmbeddedCatalog) throws {
    let fields = try version.load().kinds.flatMap(\.fields).filter(\.isDuration)
    #expect(fields.count > 10)
    for field in fields {
      for good in ["hours=1;minutes=30", "seconds=0", "days=1.5", "Weeks=-1", "minutes=1;years=2"] as [Value]
      {
        #expect(FieldCheck.problems(good, of: field).isEmpty, "\(field.name) \(good)")
      }
      #expect(
        FieldCheck.problems(30, of: field).map(\.message) == [
          "is `30`; expected a duration such as `minutes=30`"
        ])
      for bad in ["nonsense", "hours", "hours=1;", "hours=x", "years=1", "hours=1=2"] as [Value] {
        #expect(
          FieldCheck.problems(bad, of: field).map(\.message) == [
            "is `\(bad.string ?? "")`; expected a duration such as `hours=1;minutes=30`"
          ])
      }
    }
  }

  @Test func aNumberOfOneVersionIsADurationOfAnother() throws {
    let text =
      "entries:\n- model: authentik_stages_email.emailstage\n  identifiers: {name: e}\n  attrs: {token_expiry: 30}\n"
    #expect(try BlueprintText.desired(text, version: .v2024_8).diagnostics.isEmpty)
    #expect(
      BlueprintText.lines(try BlueprintText.desired(text).diagnostics)
        == "error 4:25 `token_expiry` is `30`; expected a duration such as `minutes=30`; it is valid up to authentik 2025.2, but not in 2026.5.0-rc1\n"
    )
    let other = text.replacing("30", with: "minutes=30")
    #expect(try BlueprintText.desired(other).diagnostics.isEmpty)
    #expect(try BlueprintText.desired(other, version: .v2024_8).diagnostics.hasErrors)
  }

  /// The values that real servers accepted and refused, for every kind and field.
  @Test(.needsSharedMaterial, arguments: EmbeddedCatalog.recorded)
  func areAsARealServerSays(version: EmbeddedCatalog) throws {
    let catalog = try version.load()
    var (refused, taken) = (0, 0)
    for kind in catalog.kinds {
      let name = "recordings/\(version.family)/kinds/\(kind.model).jsonl"
      guard let bytes = try? SharedMaterial.bytes(name) else { continue }
      for line in bytes.split(separator: 0x0A) {
        guard let exchange = try? JSONReader.read(Array(line)),
          exchange["path"]?.string?.contains(kind.path) == true,
          let body = exchange["request_body"]?.string.flatMap({ try? JSONReader.read($0) })?.map,
          let status = exchange["status"]?.integer
        else { continue }
        let answer = exchange["response_body"]?.string.flatMap { try? JSONReader.read($0) }
        for (name, value) in body {
          guard let field = kind.field(name), field.endpoint == nil else { continue }
          let isRefused = answer?[name]?.list?.contains {
            $0.string?.contains("hours=3;minutes=1") == true
          }
          if status == 400, isRefused == true {
            #expect(!FieldCheck.problems(value, of: field).isEmpty, "\(kind.model).\(name) \(value)")
            refused += 1
          } else if field.isDuration, status < 300 {
            #expect(FieldCheck.problems(value, of: field).isEmpty, "\(kind.model).\(name) \(value)")
            taken += 1
          }
        }
      }
    }
    #expect(refused > 10 && taken > 50)
  }
}
