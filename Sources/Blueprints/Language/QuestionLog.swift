import OrderedCollections

/// What the server has answered, and what it still has to be asked.
struct QuestionLog {
  let answers: [Question: Answer]
  private(set) var open: OrderedSet<Question> = []
  /// Questions to which an apply may make another answer, and that pending values depend on.
  private(set) var late: Set<Question> = []
  /// How often an answer was lacking, also to a question that was open before.
  private(set) var lackCount = 0

  init(answers: [Question: Answer]) {
    self.answers = answers
  }

  /// The answer, or nil if it has to be asked for.
  mutating func ask(_ question: Question) -> Answer? {
    if let answer = answers[question] { return answer }
    open.append(question)
    lackCount += 1
    return nil
  }

  mutating func noteLate(_ question: Question) { late.insert(question) }

  /// Drops the questions that were asked since there were so many.
  mutating func discard(since count: Int) { open.removeLast(open.count - count) }
}
