import Catalog
import Testing

struct AuthentikVersionTests {
  @Test func areInTheOrderOfTheirReleases() {
    let inOrder = [
      "", "2024.8", "2024.8.2", "2024.10", "2024.12.5", "2025.2", "2025.10", "2025.12", "2026.5.0-rc1",
      "2026.5",
      "2026.5.8", "2026.10",
    ].map(AuthentikVersion.init)
    for (index, version) in inOrder.enumerated() {
      for (other, later) in inOrder.enumerated() { #expect((version < later) == (index < other)) }
    }
  }

  @Test(arguments: [
    ("2025.10.4", "2025.10"), ("2025.10", "2025.10"), ("2026.5.0-rc1", "2026.5"), ("2026.5.8+dev", "2026.5"),
  ])
  func belongToAFamily(version: String, family: String) {
    #expect(AuthentikVersion(version).family == family)
  }
}
