/// A result that is made once; while it is being made, asking for it again is a cycle.
enum Memo<Result: Sendable>: Sendable {
  case open, running
  case done(Result)
}
