import ArgumentParser

/// What a plan may contain.
struct PlanOptions: ParsableArguments {
  @Flag(help: "Delete objects that flowform created from these files and that no entry describes any more.")
  var prune = false
}
