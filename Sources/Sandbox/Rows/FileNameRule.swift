/// The file names that 2026.5 accepts in its storage (recorded; checked in the server's order).
enum FileNameRule {
  static let themePlace = "%(theme)s"

  /// True for names that the server passes on unchanged.
  static func isServedElsewhere(_ name: String) -> Bool {
    ["http://", "https://", "fa://", "/static/"].contains { name.hasPrefix($0) }
  }

  /// The message for a refused name, or nil.
  static func complaint(about name: String) -> String? {
    if name.isEmpty || isServedElsewhere(name) { return nil }
    let plain = name.split(separator: themePlace, omittingEmptySubsequences: false).joined()
    guard plain.utf8.allSatisfy(isAllowed) else {
      return "File name can only contain letters (a-z, A-Z), numbers (0-9), dots (.), hyphens (-), "
        + "underscores (_), forward slashes (/), and the placeholder %(theme)s for theme-specific files"
    }
    if name.contains("//") { return "File name cannot contain duplicate /" }
    if name.hasPrefix("/") { return "Absolute paths are not allowed" }
    let components = name.split(separator: "/")
    if components.contains("..") { return "Parent directory references ('..') are not allowed" }
    if name.hasPrefix(".") { return "Paths cannot start with '.'" }
    if name.utf8.count > 1024 { return "File name too long (max 1024 characters)" }
    if components.contains(where: { $0.utf8.count > 255 }) {
      return "Path component too long (max 255 characters)"
    }
    return nil
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "/"):
      true
    default: false
    }
  }
}
