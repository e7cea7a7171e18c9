package import Blueprints
package import LiveReading
package import Model

/// The request for a plan.
package struct PlanRequest: Sendable {
  package var files: BlueprintFiles
  /// The paths that the files were read from, for a saved plan.
  package var paths: [String]
  package var options: DesiredSet.Options
  /// The bytes of the context's file by its path.
  package var contextFiles: [String: [UInt8]] = [:]
  /// True if the paths are only a part of the configured set. Other objects of the state are not read then.
  package var isPart = false
  package var mode = ReadMode.auto
  /// True to delete objects that flowform created and no entry describes any more.
  package var prunes = false
  package var moves: [Move] = []
  package var limits: DeleteLimits
  /// True if the plan will be saved: it is refused if anything it saw changes.
  package var willBeSaved = false
  /// The files with tests of flows; nil for those beside the blueprints.
  package var tests: BlueprintFiles?
  /// True if the tests run afterwards. Otherwise a plan only names them, and needs no variable of theirs.
  var runsTests = false
  /// Keeps the parsed files for the next request of the same process.
  package var cache: ParsedFileCache?

  package init(files: BlueprintFiles, paths: [String], options: DesiredSet.Options, limits: DeleteLimits) {
    self.files = files
    self.paths = paths
    self.options = options
    self.limits = limits
  }
}

/// An object that continues under another address, from `moved:` of `flowform.yaml`.
package struct Move: Sendable {
  package let old: ResourceAddress
  package let new: AddressParts

  package init(old: ResourceAddress, new: AddressParts) {
    self.old = old
    self.new = new
  }
}
