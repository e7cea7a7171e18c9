import ArgumentParser
import Operations
import Planning

/// What an apply refuses, and what it does after a failure.
struct GuardOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Refuse to delete more objects than this, deletes by cascade included (default: \(DeleteLimits.standard)).",
      valueName: "n"))
  var maxDeletes: Int?

  @Flag(
    help:
      "Allow a plan that deletes the flows of the default brand, the token's own user or its last superuser group."
  )
  var allowLockout = false

  @Option(
    name: .customLong("on-failure"),
    help: ArgumentHelp(
      "What to do after a failed change: stop, continue with the changes that do not depend on it, or rollback the run (default: stop).",
      valueName: "way"))
  var chosenOnFailure: OnFailure?

  @Flag(
    help:
      "Afterwards, run the tests of the flows that the apply has changed; a failed one is a failure, which --on-failure rollback takes back."
  )
  var test = false

  @Flag(help: "Also run tests that create, change or delete something on the server.")
  var allowWrites = false

  var onFailure: OnFailure { chosenOnFailure ?? .stop }

  var areGiven: Bool { maxDeletes != nil || allowLockout || chosenOnFailure != nil || test }

  func validate() throws {
    if let maxDeletes, maxDeletes < 0 { throw ValidationError("--max-deletes takes a number of objects.") }
    if allowWrites, !test { throw ValidationError("--allow-writes needs --test.") }
  }

  func limits(isEnforced: Bool) -> DeleteLimits {
    DeleteLimits(
      maxDeletes: maxDeletes ?? DeleteLimits.standard, allowsLockout: allowLockout, isEnforced: isEnforced)
  }
}

extension OnFailure: ExpressibleByArgument {}
