/// Primary keys that are the same in every run.
enum ObjectKey {
  static func text(kind: Int, _ index: Int) -> String {
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number, radix: 16)
      return String(repeating: "0", count: width - digits.count) + digits
    }
    return "\(padded(kind, 8))-0000-4000-8000-\(padded(index, 12))"
  }
}
