"""An editor that has none of the optional capabilities gets none of what needs them."""

from conftest import FLOWS
from documents import position
from lsprotocol import types
from lsprotocol.converters import get_converter


def ask(editor, folder, method, response, word=None, text=FLOWS, **more):
    """The structured result of a request at a word, for an editor without capabilities."""
    editor.initialize(folder)
    uri = folder.uri("flows.yaml")
    document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
    editor.notify("textDocument/didOpen", {"textDocument": document})
    parameters = {"textDocument": {"uri": uri}}
    if word:
        place = position(text, text.index(word) + len(word))
        parameters["position"] = {"line": place.line, "character": place.character}
    answer = editor.request(method, parameters | more)
    return get_converter().structure(answer, response).result


def test_completions_are_plain(editor, folder):
    text = FLOWS.replace("      designation: authentication", "      desi")
    answer = ask(editor, folder, "textDocument/completion", types.CompletionResponse, "desi", text)
    items = getattr(answer, "items", answer)
    assert "designation" in [item.label for item in items]
    for item in items:
        assert item.insert_text_format in (None, types.InsertTextFormat.PlainText)
        assert "$" not in (item.text_edit.new_text if item.text_edit else item.insert_text or "")
        documentation = item.documentation
        assert documentation is None or isinstance(documentation, str) or documentation.kind == "plaintext"


def test_symbols_are_a_list(editor, folder):
    found = ask(editor, folder, "textDocument/documentSymbol", types.DocumentSymbolResponse)
    assert found and all(isinstance(symbol, types.SymbolInformation) for symbol in found)


def test_definitions_are_no_links(editor, folder):
    found = ask(editor, folder, "textDocument/definition", types.DefinitionResponse, "!KeyOf lo")
    found = found if isinstance(found, (list, tuple)) else [found]
    assert found and all(isinstance(place, types.Location) for place in found)


def test_a_rename_lists_edits_by_document(editor, folder):
    edit = ask(
        editor, folder, "textDocument/rename", types.RenameResponse, "!KeyOf lo", newName="entrance"
    )
    assert edit.document_changes is None
    assert len(edit.changes[folder.uri("flows.yaml")]) == 2


def test_options_of_a_rename_need_a_client_that_prepares_one(editor, folder):
    """`RenameOptions` may only be sent to a client with `prepareSupport`."""
    plain = get_converter().structure(editor.initialize(folder), types.InitializeResponse).result
    assert plain.capabilities.rename_provider is True


def test_nothing_is_registered(editor, folder):
    editor.initialize(folder)
    editor.write(editor.frame({"id": 100, "method": "shutdown"}))
    while (message := editor.read()).get("id") != 100:
        assert message["method"] != "client/registerCapability"


def test_an_editor_without_a_folder_is_served(editor, folder):
    editor.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    editor.notify("initialized", {})
    document = {"uri": "untitled:Untitled-1", "languageId": "yaml", "version": 1}
    editor.notify(
        "textDocument/didOpen", {"textDocument": document | {"text": FLOWS.replace("title:", "titel:")}}
    )
    while (message := editor.read()).get("method") != "textDocument/publishDiagnostics":
        pass
    found = get_converter().structure(message, types.PublishDiagnosticsNotification).params
    assert found.uri == "untitled:Untitled-1"
    assert "field" in [finding.code for finding in found.diagnostics]
