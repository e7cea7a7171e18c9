/// Compares a name with a pattern: `*` matches any text and `?` any character.
package enum NamePattern {
  package static func matches(_ name: String, _ pattern: String) -> Bool {
    let (name, pattern) = (Array(name.unicodeScalars), Array(pattern.unicodeScalars))
    var (position, place) = (0, 0)
    var retry: (position: Int, place: Int)?
    while position < name.count {
      if place < pattern.count, pattern[place] == "*" {
        retry = (position, place)
        place += 1
      } else if place < pattern.count, pattern[place] == "?" || pattern[place] == name[position] {
        position += 1
        place += 1
      } else if let last = retry {
        // The last star matches one more character.
        position = last.position + 1
        place = last.place + 1
        retry = (position, last.place)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }
}
