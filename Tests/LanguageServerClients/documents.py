"""What an editor does with a text: positions, edits, and the cursor."""

import re

from lsprotocol import types


def position(text: str, offset: int) -> types.Position:
    """The position of a character in UTF-16 code units."""
    before = text[:offset]
    line = before.rpartition("\n")[2]
    return types.Position(line=before.count("\n"), character=len(line.encode("utf-16-le")) // 2)


def offset(text: str, place: types.Position) -> int:
    lines = text.split("\n")
    line = lines[place.line].encode("utf-16-le")[: place.character * 2].decode("utf-16-le")
    return sum(len(line) + 1 for line in lines[: place.line]) + len(line)


def applied(text: str, edits) -> str:
    """The text after edits, which must not overlap."""
    ranges = sorted(((offset(text, e.range.start), offset(text, e.range.end), e.new_text) for e in edits), key=lambda e: e[:2])
    for first, second in zip(ranges, ranges[1:]):
        assert first[1] <= second[0], f"edits overlap: {first}, {second}"
    for start, end, new in reversed(ranges):
        text = text[:start] + new + text[end:]
    return text


def cursor(text: str) -> tuple[str, types.Position]:
    """The text without its `|`, and the position of it."""
    place = text.index("|")
    text = text[:place] + text[place + 1 :]
    return text, position(text, place)


def edits_by_uri(edit: types.WorkspaceEdit) -> dict:
    """The edits of each document."""
    found = {uri: list(edits) for uri, edits in (edit.changes or {}).items()}
    for change in edit.document_changes or []:
        assert isinstance(change, types.TextDocumentEdit), "a file would be made, moved or deleted"
        found.setdefault(change.text_document.uri, []).extend(change.edits)
    return found


def locations(answer) -> list[tuple[str, types.Range]]:
    """The places of an answer in each of the forms that the specification allows."""
    if answer is None:
        return []
    answer = answer if isinstance(answer, (list, tuple)) else [answer]
    return [
        (place.target_uri, place.target_selection_range)
        if isinstance(place, types.LocationLink)
        else (place.uri, place.range)
        for place in answer
    ]


def expanded(snippet: str) -> str:
    """The text of a snippet as it is inserted, with the first choice or the proposal at each stop."""
    stop = r"(?<!\\)\$(?:\d+|\{\d+(?::((?:[^}\\]|\\.)*)|\|((?:[^|,\\]|\\.)*)(?:[^|\\]|\\.)*\|)?\})"
    text = re.sub(stop, lambda found: found[1] or found[2] or "", snippet)
    assert not re.search(r"(?<!\\)\$", text), f"not a snippet: {snippet}"
    return re.sub(r"\\([\\$}|,])", r"\1", text)


def completed(text: str, place: types.Position, item: types.CompletionItem) -> str:
    """The text after a completion was accepted."""
    is_snippet = item.insert_text_format == types.InsertTextFormat.Snippet

    def shown(new):
        return expanded(new) if is_snippet else new

    if item.text_edit:
        edit = item.text_edit
        span = edit.range if isinstance(edit, types.TextEdit) else edit.insert
        assert span.start.line == span.end.line == place.line, "the edit leaves its line"
        assert span.start.character <= place.character <= span.end.character, "the edit leaves the cursor"
        edits = [types.TextEdit(range=span, new_text=shown(edit.new_text))]
    else:
        # Editors replace the word before the cursor.
        end = offset(text, place)
        start = end
        while start and (text[start - 1].isalnum() or text[start - 1] in "_.!"):
            start -= 1
        span = types.Range(start=position(text, start), end=place)
        edits = [types.TextEdit(range=span, new_text=shown(item.insert_text or item.label))]
    return applied(text, edits + list(item.additional_text_edits or []))
