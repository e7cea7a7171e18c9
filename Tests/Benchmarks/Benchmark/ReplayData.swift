import Model
import OrderedCollections

/// The answers of a server with objects, all prepared before the first request.
struct ReplayData: Sendable {
  static let pageSize = 100

  private var pages: [String: [[UInt8]]] = [:]
  /// The answer to a filter by slug.
  private var bySlug: [String: [UInt8]] = [:]
  private let noObjects = Self.page([], number: 1, of: 0)
  private let noPage = Array(#"{"detail":"Invalid page."}"#.utf8)
  private let version = Array(
    #"{"version_current":"2026.5.0-rc1","version_latest":"0.0.0","build_hash":"","outdated":false}"#.utf8)

  init(_ lists: [String: [Value]]) {
    for (path, objects) in lists {
      let numbers = stride(from: 0, to: objects.count, by: Self.pageSize)
      pages[path] = numbers.map { start in
        Self.page(
          Array(objects[start..<min(start + Self.pageSize, objects.count)]),
          number: start / Self.pageSize + 1, of: objects.count)
      }
      for object in objects {
        guard let slug = object["slug"]?.string else { continue }
        bySlug["\(path)?\(slug)"] = Self.page([object], number: 1, of: 1)
      }
    }
  }

  private static func page(_ objects: [Value], number: Int, of count: Int) -> [UInt8] {
    let total = max(1, (count + pageSize - 1) / pageSize)
    return JSONWriter.bytes(of: [
      "pagination": [
        "next": .integer(number < total ? number + 1 : 0), "previous": .integer(number - 1),
        "count": .integer(count), "current": .integer(number), "total_pages": .integer(total),
        "start_index": .integer((number - 1) * pageSize + 1),
        "end_index": .integer((number - 1) * pageSize + objects.count),
      ],
      "results": .list(objects), "autocomplete": [:],
    ])
  }

  /// The answer to a GET: its status and body.
  func answer(to target: String) -> (status: Int, body: [UInt8]) {
    let parts = target.split(separator: "?", maxSplits: 1)
    let path = String(parts.first ?? "").replacing("/api/v3", with: "", maxReplacements: 1)
    if path == "/admin/version/" { return (200, version) }
    let parameters = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { $0.split(separator: "=") }
    func parameter(_ name: String) -> Substring? { parameters.first { $0.first == name[...] }?.last }
    if let slug = parameter("slug") { return (200, bySlug["\(path)?\(slug)"] ?? noObjects) }
    guard let pages = pages[path], !pages.isEmpty else { return (200, noObjects) }
    let number = parameter("page").flatMap { Int($0) } ?? 1
    return pages.indices.contains(number - 1) ? (200, pages[number - 1]) : (404, noPage)
  }
}
