/// Finds files that need each other.
enum FileCircles {
  /// The groups of two or more files in which each needs all others, directly or indirectly. Tarjan's algorithm.
  static func all(_ needs: [String: Set<String>]) -> [[String]] {
    var search = Search(needs: needs.mapValues { $0.sorted() })
    for file in needs.keys.sorted() where search.numbers[file] == nil { search.visit(file) }
    return search.groups.filter { $0.count > 1 }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
  }

  private struct Search {
    let needs: [String: [String]]
    var numbers: [String: Int] = [:]
    var lowest: [String: Int] = [:]
    var stack: [String] = []
    var isOnStack: Set<String> = []
    var groups: [[String]] = []

    /// The path is explicit: a chain of files may be long.
    mutating func visit(_ start: String) {
      var path: [(file: String, next: Int)] = []
      func begin(_ file: String, _ search: inout Search) {
        search.numbers[file] = search.numbers.count
        search.lowest[file] = search.numbers[file]
        search.stack.append(file)
        search.isOnStack.insert(file)
        path.append((file, 0))
      }
      begin(start, &self)
      while let (file, next) = path.last {
        let targets = needs[file] ?? []
        guard next < targets.count else {
          path.removeLast()
          if lowest[file] == numbers[file] { close(file) }
          if let parent = path.last?.file { lowest[parent] = min(lowest[parent] ?? 0, lowest[file] ?? 0) }
          continue
        }
        path[path.count - 1].next += 1
        let target = targets[next]
        if numbers[target] == nil {
          begin(target, &self)
        } else if isOnStack.contains(target) {
          lowest[file] = min(lowest[file] ?? 0, numbers[target] ?? 0)
        }
      }
    }

    private mutating func close(_ file: String) {
      var group: [String] = []
      while let last = stack.popLast() {
        isOnStack.remove(last)
        group.append(last)
        if last == file { break }
      }
      groups.append(group)
    }
  }
}
