import ArgumentParser
import Operations
import Planning

/// What an apply refuses, and what it does after a failure.
struct GuardOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Refuse to delete more objects than this, cascades included; \(DeleteLimits.standard) unless given.",
      valueName: "n"))
  var maxDeletes: Int?

  @Flag(
    help:
      "Delete the flows of the default brand, the token's own user or its last superuser group if the plan says so."
  )
  var allowLockout = false

  @Option(
    name: .customLong("on-failure"),
    help: ArgumentHelp(
      "After a failed change: stop (unless given), continue with changes that do not depend on it, or rollback the run.",
      valueName: "way"))
  var chosenOnFailure: OnFailure?

  var onFailure: OnFailure { chosenOnFailure ?? .stop }

  var areGiven: Bool { maxDeletes != nil || allowLockout || chosenOnFailure != nil }

  func validate() throws {
    if let maxDeletes, maxDeletes < 0 { throw ValidationError("--max-deletes takes a number of objects.") }
  }

  func limits(isEnforced: Bool) -> DeleteLimits {
    DeleteLimits(
      maxDeletes: maxDeletes ?? DeleteLimits.standard, allowsLockout: allowLockout, isEnforced: isEnforced)
  }
}

extension OnFailure: ExpressibleByArgument {}
