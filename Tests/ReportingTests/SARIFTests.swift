import Model
import OrderedCollections
import Reporting
import Testing

@Suite struct SARIFTests {
  /// A path is written as a URI reference according to RFC 3986, whatever characters it has.
  @Test(arguments: [
    ("blueprints/login.yaml", "blueprints/login.yaml"), ("/a b/é.yaml", "file:///a%20b/%C3%A9.yaml"),
    ("<stdin>", "%3Cstdin%3E"), ("a:b#c?d%20.yaml", "a%3Ab%23c%3Fd%2520.yaml"),
  ])
  func namesFilesAsReferences(path: String, uri: String) throws {
    let place = Model.SourceLocation(file: path, line: 7, column: 2)
    let log = try JSONReader.read(
      SARIFReporter(toolVersion: "1").diagnostics([.error("wrong", at: place)]).output)
    let location = log["runs"]?.list?.first?["results"]?.list?.first?["locations"]?.list?.first?[
      "physicalLocation"]
    #expect(location?["artifactLocation"] == ["uri": .string(uri)])
    #expect(location?["region"] == ["startLine": 7, "startColumn": 2])
  }
}
