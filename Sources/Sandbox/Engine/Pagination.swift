import Model
import OrderedCollections

/// The requested part of a list.
struct Pagination: Sendable {
  let page: Int
  let size: Int
  let count: Int

  /// Reads `page` and `page_size`. A size that is not a positive number is the default; a page that does not
  /// exist is a 404 (recorded from both versions).
  init(_ request: SandboxRequest, count: Int, _ traits: ServerTraits) throws(Refusal) {
    let asked = request.parameter("page_size").flatMap(Self.integer).flatMap { $0 > 0 ? $0 : nil }
    let size = min(asked ?? traits.defaultPageSize, traits.maximumPageSize ?? .max)
    // A larger size makes no difference, and the limit prevents an overflow.
    self.size = min(size, max(count, 1))
    self.count = count
    let pages = (max(count, 1) + self.size - 1) / self.size
    page =
      switch request.parameter("page") {
      case nil: 1
      case "last": pages
      case "" where traits.emptyPageIsFirst: 1
      case .some(let text): Self.integer(text) ?? 0
      }
    guard (1...pages).contains(page) else { throw .invalidPage }
  }

  var offset: Int { (page - 1) * size }

  var value: Value {
    let pages = (max(count, 1) + size - 1) / size
    return [
      "next": .integer(page < pages ? page + 1 : 0), "previous": .integer(page - 1),
      "count": .integer(count), "current": .integer(page), "total_pages": .integer(pages),
      "start_index": .integer(count == 0 ? 0 : offset + 1), "end_index": .integer(min(page * size, count)),
    ]
  }

  /// Like Python's `int`: white space around it is allowed, and any size.
  private static func integer(_ text: String) -> Int? {
    let digits = text.split(separator: " ").joined(separator: " ")
    if let number = Int(digits) { return number }
    return !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? .max : nil
  }
}
