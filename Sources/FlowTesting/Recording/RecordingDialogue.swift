/// Answers the questions of a recording, such as a person at a terminal.
package protocol RecordingDialogue: Sendable {
  /// Shows a line. It may have texts of the server, with any characters.
  func tell(_ line: String) async
  /// Asks a question. Nil if there is no answer: then the recording ends at this stage.
  func ask(_ question: RecordingQuestion) async -> String?
}

/// A question about one field of an answer.
package struct RecordingQuestion: Sendable, Hashable {
  /// Such as `Password`, or `Country (de, fr)`. A text of the server, with any characters.
  package let label: String
  /// True if nobody may see the answer.
  package let isSecret: Bool

  package init(_ label: String, isSecret: Bool = false) {
    self.label = label
    self.isSecret = isSecret
  }
}
