import Blueprints
import Testing

struct PathCoverTests {
  struct Case: Sendable {
    let files: [String]
    var others: [String] = []
    let paths: [String]
  }

  @Test(arguments: [
    Case(files: [], others: ["a.yaml"], paths: []),
    Case(files: ["blueprints/a.yaml", "blueprints/b/c.yaml"], paths: ["blueprints"]),
    // One file stands for its folder, so that a second one belongs to it.
    Case(files: ["blueprints/a.yaml"], paths: ["blueprints"]),
    // Never the folder of all files, which also gets the configuration.
    Case(files: ["a.yaml", "b.yaml"], paths: ["a.yaml", "b.yaml"]),
    Case(files: ["x/a/1.yaml", "x/b/2.yaml"], others: ["x/c.yaml"], paths: ["x/a", "x/b"]),
    Case(
      files: ["x/a.yaml", "x/b.yaml", "x/y/c.yaml"], others: ["x/c.yaml"],
      paths: ["x/a.yaml", "x/b.yaml", "x/y"]),
    // A name that another one begins with is no folder of it.
    Case(files: ["ab/1.yaml", "a/2.yaml"], others: ["a/3.yaml"], paths: ["a/2.yaml", "ab"]),
    // A folder that is not known as a whole is not named.
    Case(files: ["x/a/1.yaml", "x/2.yaml"], others: ["x/node_modules"], paths: ["x/2.yaml", "x/a"]),
    Case(files: ["x/a/1.yaml"], others: ["x/a"], paths: ["x/a/1.yaml"]),
  ])
  func namesTheFewestPlaces(_ example: Case) {
    #expect(PathCover.paths(of: example.files, without: example.others) == example.paths)
  }
}
