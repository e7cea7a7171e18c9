/// Room on the heap of the calling thread, taken in one step.
///
/// glibc gives each of several threads a heap of its own, and lets it grow by no more than is asked for: a system call
/// for each page (`grow_heap` in its malloc/arena.c): 6 % of the time to read a long file.
enum HeapRoom {
  /// More than a part of a long file needs. A page without a write costs nothing.
  private static let bytes = 4 << 20

  /// A block that is given back raises the size from which blocks have a mapping of their own, and twice that
  /// may stay free at the end of a heap (mallopt(3), `M_MMAP_THRESHOLD`).
  private static let isKept: Void = take(bytes + (1 << 16))

  static func take() {
    _ = isKept
    take(bytes)
  }

  private static func take(_ count: Int) {
    // Not malloc itself: the compiler leaves out a malloc that only a free follows.
    UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 16).deallocate()
  }
}
