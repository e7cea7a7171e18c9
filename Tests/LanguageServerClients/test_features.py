"""What the server answers to editors with the capabilities of real ones."""

import pytest
from conftest import BRANDS, FLOWS, until
from documents import applied, completed, cursor, edits_by_uri, locations, offset, position
from lsprotocol import types


def open_document(client, name, text):
    uri = client.folder.uri(name)
    client.versions[uri] = 1
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(
            types.TextDocumentItem(uri=uri, language_id="yaml", version=1, text=text)
        )
    )
    return uri


def change(client, uri, *changes):
    client.versions[uri] += 1
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(uri=uri, version=client.versions[uri]), list(changes)
        )
    )


def insertion(text, place, new):
    span = types.Range(start=position(text, place), end=position(text, place))
    return types.TextDocumentContentChangePartial(range=span, text=new)


async def findings(client, uri, version=1):
    """The findings of a version of a document."""
    published = await until(
        lambda: [p for p in client.published if p.uri == uri and p.version == version]
    )
    return list(published[-1].diagnostics)


def place(uri, at):
    return {"text_document": types.TextDocumentIdentifier(uri), "position": at}


def text_at(text, span):
    return text[offset(text, span.start) : offset(text, span.end)]


# Findings


async def test_positions_are_utf_16(client):
    assert client.server.capabilities.position_encoding in (None, types.PositionEncodingKind.Utf16)
    assert client.server.server_info.name == "flowform"


async def test_a_good_document_has_no_findings(client):
    assert await findings(client, open_document(client, "flows.yaml", FLOWS)) == []


async def test_a_finding_is_at_its_place(client):
    text = FLOWS.replace("title:", "titel:")
    uri = open_document(client, "flows.yaml", text)
    found = [f for f in await findings(client, uri) if f.code == "field"]
    assert len(found) == 1
    assert text_at(text, found[0].range) == "titel"
    assert "did you mean `title`" in found[0].message
    assert found[0].source == "flowform"
    assert found[0].severity in (types.DiagnosticSeverity.Error, types.DiagnosticSeverity.Warning)
    described = client.capabilities.text_document.publish_diagnostics.code_description_support
    assert bool(found[0].code_description) == bool(described)
    if described:
        assert found[0].code_description.href.split(":")[0] in ("https", "file")


async def test_changes_count_in_utf_16(client):
    uri = open_document(client, "flows.yaml", FLOWS)
    await findings(client, uri)
    # Behind the fox, which has two units, a second key on the line would be wrong.
    fox = FLOWS.index("🦊") + 1
    text = FLOWS[:fox] + "\n      titel: X" + FLOWS[fox:]
    change(client, uri, insertion(FLOWS, fox, "\n      titel: X"))
    found = await findings(client, uri, 2)
    assert [text_at(text, f.range) for f in found] == ["titel"]
    # Two changes of one message: the second is about the text after the first.
    middle = text.replace("titel: X", "titel: 🦊🦊")
    first = types.TextDocumentContentChangePartial(
        range=types.Range(
            start=position(text, text.index("X")), end=position(text, text.index("X") + 1)
        ),
        text="🦊🦊",
    )
    start = middle.index("🦊🦊")
    second = types.TextDocumentContentChangePartial(
        range=types.Range(start=position(middle, start + 1), end=position(middle, start + 2)), text=" # "
    )
    change(client, uri, first, second)
    assert [f.code for f in await findings(client, uri, 3)] == ["field"]
    change(client, uri, types.TextDocumentContentChangeWholeDocument(FLOWS))
    assert await findings(client, uri, 4) == []


async def test_line_ends_of_windows_count_once(client):
    text = FLOWS.replace("title:", "titel:").replace("\n", "\r\n")
    uri = open_document(client, "flows.yaml", text)
    found = [f for f in await findings(client, uri) if f.code == "field"]
    line = text.split("\r\n")[found[0].range.start.line]
    assert line[found[0].range.start.character : found[0].range.end.character] == "titel"


async def test_a_broken_line_does_not_hide_the_other_findings(client):
    text = FLOWS.replace("title:", "titel:").replace("      order: 0", "      order: [0")
    found = await findings(client, open_document(client, "flows.yaml", text))
    assert found[0].code == "syntax"
    assert "field" in [f.code for f in found]


async def test_a_finding_names_the_other_place(client):
    text = FLOWS + FLOWS.split("entries:\n")[1].split("  - model: authentik_stages")[0].replace("id: login\n", "id: second\n")
    uri = open_document(client, "flows.yaml", text)
    found = [f for f in await findings(client, uri) if f.code == "identity"]
    assert found
    related = found[0].related_information
    if not client.capabilities.text_document.publish_diagnostics.related_information:
        assert related is None
        return
    assert related[0].location.uri == uri
    assert related[0].location.range.start.line == 2


async def test_files_that_are_not_open_have_findings(client):
    client.folder.write("brands.yaml", BRANDS.replace("domain:", "domian:"))
    client.workspace_did_change_watched_files(
        types.DidChangeWatchedFilesParams(
            [types.FileEvent(client.folder.uri("brands.yaml"), types.FileChangeType.Changed)]
        )
    )
    published = await until(
        lambda: [p for p in client.published if p.uri == client.folder.uri("brands.yaml") and p.diagnostics]
    )
    assert published[-1].version is None
    # A file that is gone has no findings.
    (client.folder.path / "brands.yaml").unlink()
    client.workspace_did_change_watched_files(
        types.DidChangeWatchedFilesParams(
            [types.FileEvent(client.folder.uri("brands.yaml"), types.FileChangeType.Deleted)]
        )
    )
    await until(
        lambda: client.published[-1].uri == client.folder.uri("brands.yaml")
        and not client.published[-1].diagnostics
    )


async def test_a_client_that_can_watches_files(client):
    await findings(client, open_document(client, "flows.yaml", FLOWS))
    watching = client.capabilities.workspace.did_change_watched_files
    methods = [registration.method for registration in client.registrations]
    if watching and watching.dynamic_registration:
        assert methods == ["workspace/didChangeWatchedFiles"]
    else:
        assert methods == []


async def test_closing_a_document_shows_the_file_again(client):
    uri = open_document(client, "flows.yaml", FLOWS.replace("title:", "titel:"))
    assert await findings(client, uri)
    client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
    )
    await until(lambda: client.published[-1].uri == uri and not client.published[-1].diagnostics)


async def test_a_document_that_was_never_saved_goes_with_its_findings(client):
    uri = open_document(client, "new.yaml", BRANDS.replace("domain:", "domian:"))
    assert await findings(client, uri)
    client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
    )
    await until(lambda: client.published[-1].uri == uri and not client.published[-1].diagnostics)


async def test_settings_are_read_again(client):
    uri = open_document(client, "flows.yaml", FLOWS.replace("Welcome", "!Context greeting"))
    assert "tag" in [f.code for f in await findings(client, uri)]
    client.folder.write("flowform.yaml", "context: {greeting: Hello}\n")
    client.text_document_did_save(
        types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(client.folder.uri("flowform.yaml")))
    )
    await until(lambda: client.published[-1].uri == uri and not client.published[-1].diagnostics)


# Completion




async def complete(client, text, name="flows.yaml"):
    text, at = cursor(text)
    uri = open_document(client, name, text)
    answer = await client.text_document_completion_async(types.CompletionParams(**place(uri, at)))
    items = answer.items if isinstance(answer, types.CompletionList) else answer or []
    labels = [item.label for item in items]
    assert len(labels) == len(set(labels)), "an item is there twice"
    return {item.label: completed(text, at, item) for item in items}


@pytest.mark.parametrize(
    ("before", "after", "label", "line"),
    [
        ("      designation: authentication", "      desi|", "designation", "      designation: "),
        ("      title: Welcome", "      |", "title", "      title: "),
        ("      designation: authentication", "      designation: |", "recovery", "      designation: recovery"),
        ("      designation: authentication", "      designation: re|", "recovery", "      designation: recovery"),
        ("  - model: authentik_stages_user_login.userloginstage", "  - model: |", "authentik_core.group",
         "  - model: authentik_core.group"),
        ("  - model: authentik_stages_user_login.userloginstage", "  - model: authentik_core.gr|", "authentik_core.group",
         "  - model: authentik_core.group"),
        ("      stage: !KeyOf session", "      stage: !KeyOf |", "session", "      stage: !KeyOf session"),
        ("      target: !KeyOf login", "      target: !KeyOf lo|", "login", "      target: !KeyOf login"),
    ],
)
async def test_completion(client, before, after, label, line):
    assert before in FLOWS
    found = await complete(client, FLOWS.replace(before, after))
    assert label in found, sorted(found)
    assert any(text.startswith(line.rstrip()) for text in found[label].split("\n")), found[label]


async def test_tags_are_completed(client):
    found = await complete(client, FLOWS.replace("!KeyOf login", "!|"))
    assert any("KeyOf" in label for label in found) and any("Find" in label for label in found)
    text = next(text for label, text in found.items() if "KeyOf" in label)
    assert "      target: !KeyOf" in text and "!!" not in text


# Places


async def test_hover(client):
    uri = open_document(client, "flows.yaml", FLOWS)
    for word, expected in [
        ("designation", "designation"),
        ("authentik_flows.flow\n", "flow"),
        ("!KeyOf login", "KeyOf"),
    ]:
        at = position(FLOWS, FLOWS.index(word) + 2)
        hover = await client.text_document_hover_async(types.HoverParams(**place(uri, at)))
        assert hover is not None, word
        contents = hover.contents
        assert isinstance(contents, types.MarkupContent)
        assert expected.lower() in contents.value.lower()
        if hover.range:
            assert hover.range.start.line <= at.line <= hover.range.end.line
    # A place without meaning has no text.
    assert await client.text_document_hover_async(types.HoverParams(**place(uri, types.Position(500, 0)))) is None


async def definition(client, uri, text, word, inside):
    at = position(text, text.index(word) + inside)
    return locations(
        await client.text_document_definition_async(types.DefinitionParams(**place(uri, at)))
    )


async def test_definition_in_the_file(client):
    uri = open_document(client, "flows.yaml", FLOWS)
    found = await definition(client, uri, FLOWS, "!KeyOf session", 8)
    assert [where for where, _ in found] == [uri]
    assert found[0][1].start.line in (10, 11)


async def test_definition_in_another_file(client):
    uri = open_document(client, "brands.yaml", BRANDS)
    found = await definition(client, uri, BRANDS, "slug, login", 7)
    assert [where for where, _ in found] == [client.folder.uri("flows.yaml")]
    assert found[0][1].start.line in (2, 3, 4, 5)


async def test_references(client):
    uri = open_document(client, "flows.yaml", FLOWS)
    await findings(client, uri)
    for declared, word in [(True, "id"), (False, "id"), (True, "slug"), (False, "slug")]:
        at = position(FLOWS, FLOWS.index(f"{word}: login") + len(word) + 3)
        found = locations(
            await client.text_document_references_async(
                types.ReferenceParams(
                    **place(uri, at), context=types.ReferenceContext(include_declaration=declared)
                )
            )
        )
        lines = [(where.rpartition("/")[2], span.start.line) for where, span in found]
        assert ("flows.yaml", 16) in lines
        assert word == "id" or ("brands.yaml", 6) in lines
        assert (("flows.yaml", 3 if word == "id" else 5) in lines) == declared


async def test_rename(client):
    uri = open_document(client, "flows.yaml", FLOWS)
    at = position(FLOWS, FLOWS.index("!KeyOf login") + 9)
    prepared = await client.text_document_prepare_rename_async(types.PrepareRenameParams(**place(uri, at)))
    span = getattr(prepared, "range", prepared)
    assert text_at(FLOWS, span) == "login"
    edit = await client.text_document_rename_async(types.RenameParams(**place(uri, at), new_name="entrance"))
    edits = edits_by_uri(edit)
    assert list(edits) == [uri]
    assert applied(FLOWS, edits[uri]) == FLOWS.replace("id: login", "id: entrance").replace("!KeyOf login", "!KeyOf entrance")


async def test_what_has_no_name_is_not_renamed(client):
    uri = open_document(client, "flows.yaml", FLOWS)
    at = position(FLOWS, FLOWS.index("version"))
    try:
        assert await client.text_document_prepare_rename_async(types.PrepareRenameParams(**place(uri, at))) is None
    except Exception as error:
        assert error.code in (types.ErrorCodes.InvalidParams, types.LSPErrorCodes.RequestFailed, types.ErrorCodes.InvalidRequest)


async def test_document_symbols(client):
    uri = open_document(client, "flows.yaml", FLOWS)
    found = await client.text_document_document_symbol_async(
        types.DocumentSymbolParams(types.TextDocumentIdentifier(uri))
    )
    def flat(symbols):
        for symbol in symbols:
            yield symbol
            yield from flat(getattr(symbol, "children", None) or [])

    names = " ".join(symbol.name + " " + (getattr(symbol, "detail", None) or "") for symbol in flat(found))
    assert "login" in names and "session" in names
    for symbol in flat(found):
        if isinstance(symbol, types.DocumentSymbol):
            outer, inner = symbol.range, symbol.selection_range
            assert (outer.start.line, outer.start.character) <= (inner.start.line, inner.start.character)
            assert (inner.end.line, inner.end.character) <= (outer.end.line, outer.end.character)


async def test_workspace_symbols(client):
    await findings(client, open_document(client, "flows.yaml", FLOWS))
    found = await client.workspace_symbol_async(types.WorkspaceSymbolParams("example"))
    assert [symbol.location.uri for symbol in found] == [client.folder.uri("brands.yaml")]
    everything = await client.workspace_symbol_async(types.WorkspaceSymbolParams(""))
    assert len({symbol.location.uri for symbol in everything}) == 2


async def test_a_quick_fix_repairs_a_finding(client):
    text = FLOWS.replace("title:", "titel:")
    uri = open_document(client, "flows.yaml", text)
    found = [f for f in await findings(client, uri) if f.code == "field"]
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            types.TextDocumentIdentifier(uri),
            found[0].range,
            types.CodeActionContext(found, only=[types.CodeActionKind.QuickFix]),
        )
    )
    fixes = [action for action in actions if action.kind == types.CodeActionKind.QuickFix]
    repaired = [applied(text, edits_by_uri(fix.edit)[uri]) for fix in fixes]
    assert FLOWS in repaired
    change(client, uri, types.TextDocumentContentChangeWholeDocument(repaired[repaired.index(FLOWS)]))
    assert await findings(client, uri, 2) == []


async def test_requests_about_unknown_documents_do_not_end_it(client):
    nowhere = place(client.folder.uri("nowhere.yaml"), types.Position(0, 0))
    for request, parameters in [
        (client.text_document_hover_async, types.HoverParams(**nowhere)),
        (client.text_document_completion_async, types.CompletionParams(**nowhere)),
        (client.text_document_definition_async, types.DefinitionParams(**nowhere)),
    ]:
        try:
            assert not await request(parameters)
        except Exception as error:
            assert error.code == types.ErrorCodes.InvalidParams.value
    assert await findings(client, open_document(client, "flows.yaml", FLOWS)) == []
