import Catalog
import Model
import OrderedCollections

/// The cookie that lets a client pass a validation stage without a code, as long as the stage's `last_auth_threshold`
/// says.
///
/// The device knows the values of its cookies, so that a deleted device takes them along.
enum RememberedDevice {
  static let cookie = "authentik_mfa"
  private static let member = "remembered"

  /// Whether a client has the cookie of one of these devices.
  static func isKnown(_ run: FlowRun, _ devices: [Devices.Entry]) -> Bool {
    guard seconds(run) > 0, let value = RequestCookies.value(cookie, in: run.request) else { return false }
    return devices.contains { device in
      (device.object.fields[member]?.list ?? []).contains { entry in
        entry["value"] == .string(value) && entry["stage"] == run.stage["pk"]
          && (entry["until"].flatMap(CodeDevice.number) ?? 0) > run.now
      }
    }
  }

  /// Gives the client a cookie for a device, and returns the device's members with it.
  static func remembering(_ device: ValueMap, _ run: FlowRun) -> ValueMap {
    guard seconds(run) >= 1 else { return device }
    let value = NewIdentifier.make()
    let length = Int(seconds(run))
    run.cookies.append(LastingCookie.header(cookie, value, seconds: length, now: run.now, run.request))
    let entry: Value = [
      "value": .string(value), "stage": run.stage["pk"] ?? .null, "until": .double(run.now + Double(length)),
    ]
    return device.merging([member: .list((device[member]?.list ?? []) + [entry])]) { $1 }
  }

  private static func seconds(_ run: FlowRun) -> Double {
    DurationText.seconds(run.stage["last_auth_threshold"]?.string ?? "") ?? 0
  }
}
