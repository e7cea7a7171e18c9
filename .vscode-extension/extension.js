// Starts `flowform language-server` for YAML files. Everything else is in the server.
'use strict';

const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

let client;

async function start() {
  const settings = vscode.workspace.getConfiguration('flowform');
  client = new LanguageClient(
    'flowform',
    'flowform',
    { command: settings.get('path'), args: ['language-server', ...settings.get('arguments')] },
    {
      documentSelector: [
        { scheme: 'file', language: 'yaml' },
        { scheme: 'untitled', language: 'yaml' },
      ],
    }
  );
  await client.start();
}

async function stop() {
  const running = client;
  client = undefined;
  // A server that could not be started cannot be stopped either.
  if (running?.isRunning()) await running.stop();
}

async function restart() {
  await stop();
  await start();
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand('flowform.restart', restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('flowform')) return restart();
    })
  );
  await start();
};

exports.deactivate = stop;
