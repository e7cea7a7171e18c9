/// The folder of `--sandbox`'s data, below the current folder.
enum SandboxFiles {
  static let folder = ".flowform"
  static let data = folder + "/sandbox.sqlite"
  static let state = folder + "/sandbox.state.json"
}
