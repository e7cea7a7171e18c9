import OrderedCollections

/// The server's answers, and the questions that are still open.
struct QuestionLog {
  let answers: [Question: Answer]
  private(set) var open: OrderedSet<Question> = []
  /// Questions that pending values depend on, and that may have another answer after an apply.
  private(set) var late: Set<Question> = []
  /// The number of times that an answer was missing. Repeated questions count again.
  private(set) var lackCount = 0

  init(answers: [Question: Answer]) {
    self.answers = answers
  }

  /// Returns the answer. If there is none, records the question and returns nil.
  mutating func ask(_ question: Question) -> Answer? {
    if let answer = answers[question] { return answer }
    open.append(question)
    lackCount += 1
    return nil
  }

  mutating func noteLate(_ question: Question) { late.insert(question) }

  /// Removes the questions that were added since there were `count` of them.
  mutating func discard(since count: Int) { open.removeLast(open.count - count) }
}
