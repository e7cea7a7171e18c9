import Blueprints
import Files
import FuzzingHarness
import Model
import YAML

/// Any bytes as a blueprint and as a context file: every mistake has its place, and a value reads the same after it was
/// written. Standard input, a file and a folder give the same bytes.
@main
enum ReaderFuzzing {
  static func main() {
    let folder = ScratchFolder.make()
    let file = folder + "/b.yaml"
    Fuzzer.run { bytes in
      let source = SourceText(file: "<stdin>", bytes: bytes)
      ScratchFolder.write(bytes, to: file)
      let files = BlueprintFiles(["-", folder, file, folder + "/none"]) { .bytes(bytes) }
      precondition(files.files.map(\.source.bytes) == [bytes, bytes, bytes])
      precondition(files.diagnostics.map(\.location?.file) == [folder + "/none"])
      for diagnostic in BlueprintReader.read(source).diagnostics {
        guard let location = diagnostic.location else { fatalError("no place: \(diagnostic.message)") }
        precondition((1...bytes.count + 1).contains(location.line))
        precondition((1...bytes.count + 1).contains(location.column))
      }
      if case .success(let value) = ContextReader.read(source) { check(value) }
    }
  }

  private static func check(_ value: Value) {
    guard let text = try? Emitter.text(of: value) else { return }
    guard case .success(value) = ContextReader.read(SourceText(file: "b.yaml", bytes: Array(text.utf8)))
    else { fatalError("not read back as it was written:\n\(text)") }
  }
}
