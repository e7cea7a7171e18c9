import Catalog
import Synchronization

/// The values that a create stores, read once for each version.
enum CreateDefaultsOfVersion {
  private static let known = Mutex<[String: CreateDefaults]>([:])

  static func defaults(_ version: String) -> CreateDefaults {
    known.withLock { known in
      if let defaults = known[version] { return defaults }
      let defaults = CreateDefaults(nearestTo: version)
      known[version] = defaults
      return defaults
    }
  }
}
