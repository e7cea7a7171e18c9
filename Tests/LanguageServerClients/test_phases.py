"""The life of the server, and input that is no message."""

import json

import pytest
from conftest import BRANDS, FLOWS, RawEditor
from lsprotocol import types
from lsprotocol.converters import get_converter

NOT_INITIALIZED = types.ErrorCodes.ServerNotInitialized.value
INVALID_REQUEST = types.ErrorCodes.InvalidRequest.value
METHOD_NOT_FOUND = types.ErrorCodes.MethodNotFound.value
PARSE_ERROR = types.ErrorCodes.ParseError.value
CANCELLED = types.LSPErrorCodes.RequestCancelled.value


def code(answer):
    error = get_converter().structure(answer, types.ResponseErrorMessage).error
    assert error.message
    return error.code


def test_the_status_is_0_after_shutdown(editor, folder):
    editor.initialize(folder)
    answer = editor.request("shutdown")
    assert answer["result"] is None
    editor.notify("exit")
    assert editor.end() == 0


def test_the_status_is_1_without_shutdown(editor, folder):
    editor.initialize(folder)
    editor.notify("exit")
    assert editor.end() == 1


def test_the_status_is_1_without_initialize(editor):
    editor.notify("exit")
    assert editor.end() == 1


def test_it_ends_with_its_input(editor, folder):
    editor.initialize(folder)
    assert editor.end() == 1


def test_exit_ends_it_while_the_input_is_open(editor, folder):
    editor.initialize(folder)
    editor.request("shutdown")
    editor.notify("exit")
    assert editor.process.wait(30) == 0


def test_requests_before_initialize_are_refused(editor, folder):
    assert code(editor.request("textDocument/hover", {})) == NOT_INITIALIZED
    assert code(editor.request("shutdown")) == NOT_INITIALIZED
    assert "result" in editor.initialize(folder)


def test_a_second_initialize_is_refused(editor, folder):
    editor.initialize(folder)
    assert code(editor.initialize(folder)) == INVALID_REQUEST


def test_requests_after_shutdown_are_refused(editor, folder):
    editor.initialize(folder)
    editor.request("shutdown")
    assert code(editor.request("textDocument/hover", {})) == INVALID_REQUEST
    assert code(editor.request("shutdown")) == INVALID_REQUEST


@pytest.mark.parametrize("method", ["textDocument/colorPresentation", "flowform/apply", "", "$/unknown"])
def test_unknown_requests_are_refused(editor, folder, method):
    editor.initialize(folder)
    assert code(editor.request(method, {})) == METHOD_NOT_FOUND


def test_unknown_notifications_are_ignored(editor, folder):
    editor.initialize(folder)
    for method in ["$/setTrace", "workspace/didChangeConfiguration", "textDocument/willSave", "flowform/unknown"]:
        editor.notify(method, {"value": "off"})
    assert editor.request("shutdown")["result"] is None


def test_identifiers_may_be_texts(editor, folder):
    editor.initialize(folder)
    editor.write(editor.frame({"id": "seven", "method": "shutdown"}))
    assert editor.answer("seven")["result"] is None


@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\r\n\r\n",
        b"Content-Length: x\r\n\r\n",
        b"Content-Length: -5\r\n\r\n",
        b"Content-Length: 99999999999999999999\r\n\r\n",
        b"Content-Type: text/plain\r\n\r\n",
        b"\x00\xff\xfe\r\n" * 100,
        b"a" * 100_000 + b"\n",
        RawEditor.frame({}).replace(b"{", b"[", 1),
        b"Content-Length: 3\r\n\r\n\xff\xff\xff",
        b"Content-Length: 4\r\n\r\nnull",
        b"Content-Length: 2\r\n\r\n[]",
        RawEditor.frame({"id": 1}),
        RawEditor.frame({"id": {}, "method": "shutdown"}),
        RawEditor.frame({"id": 99, "result": None}),
        RawEditor.frame({"method": "textDocument/didOpen", "params": [1, 2]}),
        RawEditor.frame({"method": "textDocument/didChange", "params": {"textDocument": None}}),
        RawEditor.frame({"method": "$/cancelRequest", "params": {"id": 4711}}),
    ],
)
def test_garbage_does_not_end_it(editor, folder, garbage):
    editor.initialize(folder)
    editor.write(garbage)
    assert editor.request("shutdown")["result"] is None
    editor.notify("exit")
    assert editor.end() == 0


def test_what_is_not_json_is_told(editor, folder):
    editor.initialize(folder)
    editor.write(b"Content-Length: 3\r\n\r\n{x}")
    while (answer := editor.read()).get("id", 0) is not None:
        pass
    assert code(answer) == PARSE_ERROR


def test_headers_may_come_in_any_order_and_in_parts(editor, folder):
    editor.initialize(folder)
    content = json.dumps({"jsonrpc": "2.0", "id": 5, "method": "shutdown"}).encode()
    header = b"content-type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length: %d\r\n\r\n" % len(content)
    for byte in header + content:
        editor.write(bytes([byte]))
    assert editor.answer(5)["result"] is None


def test_each_cancelled_request_is_answered_once(editor, folder):
    editor.initialize(folder)
    uri = folder.uri("large.yaml")
    text = FLOWS + "".join(
        FLOWS.split("entries:\n")[1].replace("login", f"login-{n}").replace("session", f"session-{n}")
        for n in range(300)
    )
    editor.notify(
        "textDocument/didOpen",
        {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}},
    )
    identifiers = list(range(1000, 1200))
    requests = [
        editor.frame({"id": id, "method": "textDocument/documentSymbol", "params": {"textDocument": {"uri": uri}}})
        for id in identifiers
    ]
    cancels = [editor.frame({"method": "$/cancelRequest", "params": {"id": id}}) for id in reversed(identifiers)]
    editor.write(b"".join(requests + cancels))
    answers = {}
    while len(answers) < len(identifiers):
        message = editor.read()
        if message.get("id") in identifiers:
            assert message["id"] not in answers
            answers[message["id"]] = message
    cancelled = [answer for answer in answers.values() if "error" in answer]
    assert cancelled and {code(answer) for answer in cancelled} == {CANCELLED}
    assert editor.request("shutdown")["result"] is None


def test_the_first_request_knows_the_files_on_disk(editor, folder):
    uri = folder.uri("flows.yaml")
    document = {"uri": uri, "languageId": "yaml", "version": 1, "text": FLOWS}
    messages = [
        {"id": 1, "method": "initialize", "params": {"rootUri": folder.path.as_uri(), "capabilities": {}}},
        {"method": "initialized", "params": {}},
        {"method": "textDocument/didOpen", "params": {"textDocument": document}},
        {
            "id": 2,
            "method": "textDocument/references",
            "params": {
                "textDocument": {"uri": uri},
                "position": {"line": FLOWS[: FLOWS.index("slug: login")].count("\n"), "character": 13},
                "context": {"includeDeclaration": False},
            },
        },
    ]
    editor.write(b"".join(editor.frame(message) for message in messages))
    places = [place["uri"] for place in editor.answer(2)["result"]]
    assert folder.uri("brands.yaml") in places


def test_it_writes_no_file(editor, folder):
    editor.initialize(folder)
    editor.notify(
        "textDocument/didOpen",
        {"textDocument": {"uri": folder.uri("flows.yaml"), "languageId": "yaml", "version": 1, "text": "version: 1\n"}},
    )
    editor.request("shutdown")
    editor.notify("exit")
    editor.end()
    assert sorted(path.name for path in folder.path.iterdir()) == ["brands.yaml", "flows.yaml"]
    assert (folder.path / "flows.yaml").read_text() == FLOWS
    assert (folder.path / "brands.yaml").read_text() == BRANDS


def test_two_servers_do_not_disturb_each_other(editor, folder):
    second = RawEditor(cwd=folder.path)
    editor.initialize(folder)
    second.initialize(folder)
    assert editor.request("shutdown")["result"] is None
    assert second.request("shutdown")["result"] is None
    second.notify("exit")
    assert second.end() == 0
