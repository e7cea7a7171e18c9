"""The editors of the tests: pytest-lsp with the capabilities of real ones, and one that sends bytes."""

import asyncio
import json
import os
import subprocess
import threading
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, LanguageClientProtocol
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, default_converter, register_lsp_features

COMMAND = [os.environ.get("FLOWFORM_PROGRAM", "flowform"), "language-server"]

# The longest wait for anything, since the machine may be busy.
PATIENCE = int(os.environ.get("PATIENCE", "60"))

FLOWS = """\
version: 1
entries:
  - model: authentik_flows.flow
    id: login
    identifiers:
      slug: login
    attrs:
      name: Log in 🦊
      title: Welcome
      designation: authentication
  - model: authentik_stages_user_login.userloginstage
    id: session
    identifiers:
      name: session
  - model: authentik_flows.flowstagebinding
    identifiers:
      target: !KeyOf login
      stage: !KeyOf session
      order: 0
"""

BRANDS = """\
version: 1
entries:
  - model: authentik_brands.brand
    identifiers:
      domain: example.com
    attrs:
      flow_authentication: !Find [authentik_flows.flow, [slug, login]]
"""


def without_null(value):
    """The value without members that are null: lsprotocol leaves some of them out."""
    if isinstance(value, dict):
        return {key: without_null(member) for key, member in value.items() if member is not None}
    if isinstance(value, list):
        return [without_null(member) for member in value]
    return value


class StrictProtocol(LanguageClientProtocol):
    """Notes each message that is not, member by member, what lsprotocol's types say."""

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.malformed = []
        self.message_count = 0

    def structure_message(self, data):
        received = json.loads(json.dumps(data))
        self.message_count += 1
        try:
            message = super().structure_message(data)
            again = json.loads(json.dumps(self._converter.unstructure(message)))
        except Exception as error:
            self.malformed.append((received, repr(error)))
            raise
        if without_null(again) != without_null(received):
            self.malformed.append((received, again))
        return message


def strict_client():
    client = LanguageClient(protocol_cls=StrictProtocol, converter_factory=default_converter)
    client.published = []
    client.registrations = []

    def publish(client: LanguageClient, parameters: types.PublishDiagnosticsParams):
        client.published.append(parameters)

    def register(client: LanguageClient, parameters: types.RegistrationParams):
        client.registrations += parameters.registrations

    register_lsp_features(
        client,
        DEFAULT_CLIENT_FEATURES
        | {
            types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: publish,
            types.CLIENT_REGISTER_CAPABILITY: register,
        },
    )
    return client


class Folder:
    """A folder with two blueprints that an editor has opened."""

    def __init__(self, path: Path):
        self.path = path
        self.write("flows.yaml", FLOWS)
        self.write("brands.yaml", BRANDS)

    def write(self, name, text):
        (self.path / name).write_text(text, encoding="utf-8")

    def uri(self, name):
        return (self.path / name).as_uri()


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=COMMAND, client_factory=strict_client),
    params=["visual-studio-code", "neovim@v0.11", "emacs"],
)
async def client(client: LanguageClient, request, folder):
    result = await client.initialize_session(
        types.InitializeParams(
            capabilities=pytest_lsp.client_capabilities(request.param),
            workspace_folders=[types.WorkspaceFolder(uri=folder.path.as_uri(), name="blueprints")],
        )
    )
    client.server = result
    client.folder = folder
    client.versions = {}
    yield
    await client.shutdown_session()
    assert client.error is None
    assert client.protocol.malformed == []
    assert client.protocol.message_count > 1
    assert client._server.returncode == 0


class RawEditor:
    """Sends bytes and reads messages."""

    def __init__(self, *options, cwd=None):
        self.process = subprocess.Popen(
            COMMAND + list(options), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=cwd
        )
        self.count = 0
        self.timer = threading.Timer(PATIENCE, self.process.kill)
        self.timer.start()

    def write(self, data: bytes):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    @staticmethod
    def frame(message) -> bytes:
        content = json.dumps({"jsonrpc": "2.0"} | message).encode()
        return b"Content-Length: %d\r\n\r\n" % len(content) + content

    def notify(self, method, parameters=None):
        self.write(self.frame({"method": method} | ({"params": parameters} if parameters else {})))

    def request(self, method, parameters=None):
        """Sends a request and returns its answer."""
        self.count += 1
        message = {"id": self.count, "method": method}
        self.write(self.frame(message | ({"params": parameters} if parameters else {})))
        return self.answer(self.count)

    def answer(self, id):
        while True:
            message = self.read()
            if "method" not in message and message["id"] == id:
                return message

    def read(self):
        length = None
        while True:
            line = self.process.stdout.readline()
            assert line.endswith(b"\r\n"), f"the server ended its output: {line!r}"
            if line == b"\r\n":
                break
            name, value = line.split(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self.process.stdout.read(length))

    def initialize(self, folder, **capabilities):
        answer = self.request(
            "initialize",
            {"processId": None, "rootUri": folder.path.as_uri(), "capabilities": capabilities},
        )
        self.notify("initialized", {})
        return answer

    def end(self):
        """Closes the input and returns the exit status."""
        self.process.stdin.close()
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.timer.cancel()
            self.process.stdout.close()


@pytest.fixture
def editor(folder):
    editor = RawEditor(cwd=folder.path)
    yield editor
    editor.timer.cancel()
    editor.process.kill()
    editor.process.wait()


async def until(condition):
    """Waits until a condition returns something."""
    for _ in range(PATIENCE * 100):
        if found := condition():
            return found
        await asyncio.sleep(0.01)
    raise AssertionError("nothing came in time")
