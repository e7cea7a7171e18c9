package import Planning

/// What a service does, and how often.
package struct WatchOptions: Sendable {
  /// True to apply what a plan shows; false to only tell it.
  package var applies = false
  /// The time between two looks at an unchanged server.
  package var interval: Duration = .seconds(300)
  package var onFailure = OnFailure.stop
  /// True to hold the lock of the state only while it applies. Without a lock in between, a replica would apply too.
  package var releasesLock = false
  package var pace = WatchPace()

  package init() {}
}

/// The times of a service. Tests make them shorter.
package struct WatchPace: Sendable {
  /// The time between two looks at the files.
  package var poll: Duration = .seconds(1)
  /// Files that keep changing are read after this time, at rest or not.
  package var unrest: Duration = .seconds(30)
  /// The pause after the first failure; each further one doubles it.
  package var firstPause: Duration = .seconds(5)
  package var longestPause: Duration = .seconds(900)
  /// The longest pause after a refused token: a new one may be there soon.
  package var longestTokenPause: Duration = .seconds(60)
  /// The time between two renewals of the lock.
  package var renewal: Duration = .seconds(15)
  /// The time after which a lock that was not renewed counts as left.
  package var patience: Duration = .seconds(40)
  /// The time between two looks at a lock that another run holds.
  package var standBy: Duration = .seconds(5)
  /// After this time, a new connection asks the server for its version again.
  package var connection: Duration = .seconds(3600)

  package init() {}
}
