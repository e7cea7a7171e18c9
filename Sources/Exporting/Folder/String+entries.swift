extension String {
  /// Adds an empty line between entries; only entries start a line with a dash.
  package var separatingEntries: String {
    let text = replacing("\n- model:", with: "\n\n- model:").replacing("entries:\n\n", with: "entries:\n")
    guard text.hasPrefix("- model:") else { return text }
    // A part of a file does not end its document, as libyaml does behind `|+`.
    let part = text.hasSuffix("\n...\n") ? String(text.dropLast("...\n".count)) : text
    return String(part.trimmingSuffix { $0 == "\n" })
  }
}

extension String {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
    var text = self[...]
    while let last = text.last, isTrimmed(last) { text.removeLast() }
    return text
  }
}
