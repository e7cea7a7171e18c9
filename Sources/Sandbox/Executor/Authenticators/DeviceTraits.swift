/// Differences between versions in how devices are shown.
struct DeviceTraits: Sendable {
  /// A challenge tells when a device was used last.
  let showsLastUse: Bool
  /// In the list of all devices, keys are texts, and there are more members.
  let hasLongList: Bool
  /// The list of a user's devices refuses an unknown user.
  let refusesUnknownUsers: Bool
  /// The code that confirms an app is a number, or a text.
  let codesAreNumbers: Bool

  static let v2024_8 = DeviceTraits(
    showsLastUse: false, hasLongList: false, refusesUnknownUsers: false, codesAreNumbers: true)
  static let v2026_5 = DeviceTraits(
    showsLastUse: true, hasLongList: true, refusesUnknownUsers: true, codesAreNumbers: false)
}
