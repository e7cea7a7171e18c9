/// A result that is computed once. To ask for it while it is being computed is a cycle.
enum Memo<Result: Sendable>: Sendable {
  case open, running
  case done(Result)
}
