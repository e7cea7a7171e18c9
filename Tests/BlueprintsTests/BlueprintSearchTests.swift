import Blueprints
import Foundation
import Model
import TestSupport
import Testing

struct BlueprintSearchTests {
  private static let blueprint = """
    version: 1
    entries:
    - model: authentik_flows.flow
      identifiers: {slug: a}

    """

  @Test func findsBlueprintsBesideOtherFiles() throws {
    let directory = try TemporaryDirectory()
    for name in [
      "b/one.yaml", "b/deep/two.yml", "apps/three.yaml", ".github/x.yaml", "b/.x.yaml", "note.txt",
    ] {
      try directory.write(Self.blueprint, to: name)
    }
    try directory.write("services: {}", to: "docker-compose.yml")
    try directory.write("image: x", to: "apps/values.yaml")
    try directory.write(Self.blueprint, to: "apps/node_modules/pack/blueprint.yaml")
    let search = BlueprintSearch(below: directory.path)
    #expect(
      search.blueprints == [
        .init("apps/three.yaml"), .init("b/deep/two.yml"), .init("b/one.yaml"),
      ])
    #expect(search.leftOut.map(\.path) == ["apps/values.yaml", "docker-compose.yml"])
    #expect(search.isComplete)
    #expect(search.paths() == ["apps/three.yaml", "b"])
    #expect(
      search.paths(with: ["new/a.yaml", "apps/b.yaml"]) == ["apps/b.yaml", "apps/three.yaml", "b", "new"])
  }

  @Test func testsNeitherCountAsBlueprintsNorStandInTheirWay() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Self.blueprint, to: "b/one.yaml")
    try directory.write("tests: []", to: "b/one.flowtest.yaml")
    let search = BlueprintSearch(below: directory.path)
    #expect(search.blueprints == [.init("b/one.yaml")])
    #expect(search.leftOut.isEmpty)
    #expect(search.tests == ["b/one.flowtest.yaml"])
    #expect(search.paths() == ["b"])
  }

  /// What the paths name is read as it was found, and nothing else is.
  @Test func itsPathsHoldWhatWasFound() throws {
    let directory = try TemporaryDirectory()
    for name in ["x/1.yaml", "x/2.yaml", "x/y/3.yaml", "x/z/4.yaml", "5.yaml"] {
      try directory.write(Self.blueprint, to: name)
    }
    for name in ["x/values.yaml", "x/z/node_modules/a.yaml", "6.yaml"] {
      try directory.write("a: b", to: name)
    }
    let search = BlueprintSearch(below: directory.path)
    let read = BlueprintFiles(search.paths().map { directory.path($0) })
    #expect(read.diagnostics.isEmpty)
    #expect(
      read.files.map { $0.source.file.replacing(directory.path + "/", with: "") }
        == search.blueprints.map(\.path).sorted())
  }

  @Test func skipsOtherPackagesAndFollowsNoLink() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Self.blueprint, to: "real/a.yaml")
    try directory.write(Self.blueprint, to: "real/node_modules/b.yaml")
    for (link, target) in [("linked", "real"), ("a.yaml", "real/a.yaml"), ("real/loop", "..")] {
      try FileManager.default.createSymbolicLink(atPath: directory.path(link), withDestinationPath: target)
    }
    let search = BlueprintSearch(below: directory.path)
    #expect(search.blueprints == [.init("real/a.yaml")])
    // The folder holds packages too, so only the file is named.
    #expect(search.paths() == ["real/a.yaml"])
  }

  /// A blueprint that authentik does not instantiate by itself may be in a folder, but its own path would use it.
  @Test func namesNoFileThatIsNotInstantiated() throws {
    let directory = try TemporaryDirectory()
    let example =
      Self.blueprint + "metadata: {name: x, labels: {blueprints.goauthentik.io/instantiate: \"false\"}}\n"
    for folder in ["clean", "mixed"] {
      try directory.write(Self.blueprint, to: "\(folder)/a.yaml")
      try directory.write(example, to: "\(folder)/example.yaml")
    }
    try directory.write("a: b", to: "mixed/values.yaml")
    try directory.write(example, to: "examples/b.yaml")
    let search = BlueprintSearch(below: directory.path)
    #expect(search.paths() == ["clean", "mixed/a.yaml"])
    #expect(search.blueprints.map(\.path) == ["clean/a.yaml", "clean/example.yaml", "mixed/a.yaml"])
    #expect(search.leftOut.map(\.path) == ["mixed/values.yaml", "examples/b.yaml", "mixed/example.yaml"])
  }

  @Test func endsAtALimit() throws {
    let directory = try TemporaryDirectory()
    for number in 0..<20 { try directory.write(Self.blueprint, to: "b/\(10 + number).yaml") }
    let search = BlueprintSearch(below: directory.path, limit: 11)
    #expect(!search.isComplete)
    #expect(search.blueprints.count == 10)
    // Nobody looked at the rest of the folder.
    #expect(search.paths() == search.blueprints.map(\.path))
    #expect(BlueprintSearch(below: directory.path, limit: 21).isComplete)
  }

  @Test func tellsPlacesWithoutBlueprints() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Self.blueprint, to: "x/a.yaml")
    for name in ["x/b.yaml", "k8s/1.yaml", "k8s/deep/2.yaml", "c.yaml"] {
      try directory.write("a: b", to: name)
    }
    let places = BlueprintSearch(below: directory.path).placesLeftOut
    #expect(places.map(\.path) == ["c.yaml", "k8s", "x/b.yaml"])
    #expect(places.map(\.files.count) == [1, 2, 1])
  }
}
