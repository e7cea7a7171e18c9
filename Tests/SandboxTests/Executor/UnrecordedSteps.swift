import Model
import OrderedCollections

@testable import Sandbox

/// What happened between recorded exchanges: how long the recorder waited, and what it did without recording it.
enum UnrecordedSteps {
  /// Seconds before an exchange, by a part of its description.
  static func wait(before recording: Recording) -> Double {
    waits.first { recording.what.hasSuffix($0.text) }?.seconds ?? 0.2
  }

  /// Requests of the administrator before an exchange.
  static func requests(before recording: Recording) -> [(method: String, path: String)] {
    requests.filter { recording.what == $0.what }.map { ($0.method, $0.path) }
  }

  /// Objects of the recorded server that no other exchange shows: the token of the built-in outpost.
  static func objects(before recording: Recording) -> [(model: String, fields: ValueMap)] {
    guard recording.what == "setup: the key of the embedded outpost",
      let identifier = recording.target.split(separator: "/").dropLast().last
    else { return [] }
    return [
      (
        "authentik_core.token",
        [
          "pk": .string(NewIdentifier.make()), "identifier": .string(String(identifier)), "intent": "api",
          "key": "key-of-the-built-in-outpost", "user": 1, "description": "", "expiring": false,
        ]
      )
    ]
  }

  private static let waits: [(text: String, seconds: Double)] = [
    ("three seconds later", 3), ("two seconds later", 2), ("some seconds later", 3),
    ("after half a minute", 30),
    // The exchange before each of these is a wrong code, which locks the device.
    ("the next code, with its challenge", 2), ("the code of the next half minute", 2),
  ]

  /// The device that the scenario before set up was gone.
  private static let requests = [
    (what: "configure-2: user name", method: "DELETE", path: "/authenticators/admin/static/1/")
  ]
}
