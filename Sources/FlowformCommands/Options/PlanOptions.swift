import ArgumentParser

/// What a plan may contain.
struct PlanOptions: ParsableArguments {
  @Flag(help: "Delete objects that flowform created and no entry of these files describes any more.")
  var prune = false
}
