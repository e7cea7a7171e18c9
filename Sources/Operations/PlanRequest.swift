package import Blueprints
package import LiveReading
package import Model

/// What a plan is asked for.
package struct PlanRequest: Sendable {
  package var files: BlueprintFiles
  /// What the files were read from, for a plan that is saved.
  package var paths: [String]
  package var options: DesiredSet.Options
  /// The bytes of the context's file by its path.
  package var contextFiles: [String: [UInt8]] = [:]
  package var mode = ReadMode.auto
  /// True if the plan deletes what flowform created and no entry describes any more.
  package var prunes = false
  package var moves: [Move] = []
  package var limits: DeleteLimits
  /// True for a plan that is saved, which is refused once anything that it saw has changed.
  package var isSaved = false

  package init(files: BlueprintFiles, paths: [String], options: DesiredSet.Options, limits: DeleteLimits) {
    self.files = files
    self.paths = paths
    self.options = options
    self.limits = limits
  }
}

/// An object that goes on under another address, as `moved:` of `flowform.yaml` says.
package struct Move: Sendable {
  package let old: ResourceAddress
  package let new: AddressParts

  package init(old: ResourceAddress, new: AddressParts) {
    self.old = old
    self.new = new
  }
}
