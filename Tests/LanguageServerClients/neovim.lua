-- Drives Neovim without a screen: opens blueprints, completes, jumps, renames, repairs, and saves.
-- Its configuration is the one of the documentation. Works with 0.7, which Debian 12 has, and with later versions.

local patience = 60000
local server

local function check(condition, message)
  if not condition then error(message, 2) end
end

local function wait(what, condition)
  check(vim.wait(patience, condition, 10), what .. ' did not happen in time')
end

local clients = vim.lsp.get_clients or vim.lsp.get_active_clients

-- Opens a file, or shows it again, and waits for its server.
local function open(name)
  local buffer = vim.fn.bufadd(name)
  vim.fn.bufload(buffer)
  vim.api.nvim_win_set_buf(0, buffer)
  if vim.bo[buffer].filetype ~= 'yaml' then vim.bo[buffer].filetype = 'yaml' end
  wait('the start of the server', function()
    local client = clients()[1]
    return client and client.initialized and vim.lsp.buf_is_attached(buffer, client.id)
  end)
  server = server or clients()[1].id
  check(#clients() == 1, 'there are several servers')
  check(vim.lsp.buf_is_attached(buffer, server), 'the buffer is not attached')
  return buffer
end

local function lines(buffer) return vim.api.nvim_buf_get_lines(buffer, 0, -1, false) end

local function text(buffer) return table.concat(lines(buffer), '\n') end

-- Puts the cursor on the first place of a text, some bytes behind its start.
local function go(buffer, words, behind)
  for number, line in ipairs(lines(buffer)) do
    local start = line:find(words, 1, true)
    if start then
      vim.api.nvim_win_set_cursor(0, { number, start - 1 + (behind or 0) })
      return
    end
  end
  error('the buffer has no ' .. words)
end

local function request(buffer, method, parameters)
  local answers, problem = vim.lsp.buf_request_sync(buffer, method, parameters, patience)
  check(answers, tostring(problem))
  local answer = answers[server]
  check(answer and not answer.error, method .. ': ' .. vim.inspect(answer))
  return answer.result
end

local steps = {}

-- The first finding about an unknown field.
local function unknown_field(buffer)
  for _, found in ipairs(vim.diagnostic.get(buffer)) do
    if found.message:find('unknown field', 1, true) then return found end
  end
end

-- A finding as the server sent it.
local function sent(found)
  return {
    range = {
      start = { line = found.lnum, character = found.col },
      ['end'] = { line = found.end_lnum, character = found.end_col },
    },
    message = found.message, severity = found.severity, source = found.source, code = found.code,
  }
end

-- A mistake is shown at its line, and is gone when it is corrected.
function steps.findings()
  local buffer = open('blueprints/flows.yaml')
  wait('a finding', function() return unknown_field(buffer) end)
  local found = unknown_field(buffer)
  check(found.source == 'flowform', vim.inspect(found))
  local line = lines(buffer)[found.lnum + 1]
  check(line:sub(found.col + 1, found.end_col) == 'titel', vim.inspect(found))
  vim.api.nvim_buf_set_text(buffer, found.lnum, found.col, found.lnum, found.end_col, { 'title' })
  wait('a corrected text', function() return not unknown_field(buffer) end)
end

-- A field is completed as the user's completion function does it, behind characters of several bytes.
function steps.completion()
  local buffer = open('blueprints/flows.yaml')
  go(buffer, 'title:', 0)
  local above = vim.api.nvim_win_get_cursor(0)[1] - 1
  vim.api.nvim_buf_set_lines(buffer, above, above, false, { '      desi' })
  -- Without insert mode, the cursor cannot stand behind the last letter.
  vim.api.nvim_win_set_cursor(0, { above + 1, #'      des' })
  local answer = request(buffer, 'textDocument/completion', vim.lsp.util.make_position_params(0, 'utf-16'))
  local items = answer.items or answer
  local chosen
  for _, item in ipairs(items) do
    if item.label == 'designation' then chosen = item end
  end
  check(chosen, 'designation is not among ' .. #items .. ' items')
  local row = vim.api.nvim_win_get_cursor(0)[1] - 1
  if chosen.textEdit then
    local edit = chosen.textEdit
    local range = edit.range or edit.insert
    vim.lsp.util.apply_text_edits({ { range = range, newText = edit.newText } }, buffer, 'utf-16')
  else
    vim.api.nvim_buf_set_lines(
      buffer, row, row + 1, false, { '      ' .. (chosen.insertText or chosen.label) })
  end
  local line = lines(buffer)[row + 1]
  check(line:match('^      designation:'), 'the completed line is ' .. line)
  vim.api.nvim_buf_set_lines(buffer, row, row + 1, false, { '      designation: authentication' })
  wait('a complete flow', function() return #vim.diagnostic.get(buffer) == 0 end)
end

function steps.hover()
  local buffer = open('blueprints/flows.yaml')
  go(buffer, 'designation', 2)
  local answer = request(buffer, 'textDocument/hover', vim.lsp.util.make_position_params(0, 'utf-16'))
  local shown = vim.lsp.util.convert_input_to_markdown_lines(answer.contents)
  check(table.concat(shown, '\n'):find('designation', 1, true), vim.inspect(shown))
end

-- A jump from one file into another.
function steps.definition()
  local buffer = open('blueprints/brands.yaml')
  go(buffer, 'slug, login', 7)
  vim.lsp.buf.definition()
  wait('a jump', function() return vim.api.nvim_buf_get_name(0):match('flows.yaml$') end)
  local row = vim.api.nvim_win_get_cursor(0)[1]
  check(row >= 3 and row <= 6, 'the cursor is in line ' .. row)
end

function steps.references()
  local buffer = open('blueprints/flows.yaml')
  go(buffer, 'slug: login', 7)
  local parameters = vim.lsp.util.make_position_params(0, 'utf-16')
  parameters.context = { includeDeclaration = false }
  local names = {}
  for _, place in ipairs(request(buffer, 'textDocument/references', parameters)) do
    names[vim.fn.fnamemodify(vim.uri_to_fname(place.uri), ':t')] = true
  end
  check(names['flows.yaml'] and names['brands.yaml'], vim.inspect(names))
end

-- An id is renamed with everything that refers to it, behind a fox, which is two units of UTF-16 and four bytes.
function steps.rename()
  local buffer = open('blueprints/flows.yaml')
  go(buffer, '!KeyOf login', 8)
  vim.lsp.buf.rename('entrance')
  wait('a rename', function() return text(buffer):find('!KeyOf entrance', 1, true) end)
  check(text(buffer):find('id: entrance', 1, true), text(buffer))
  check(not text(buffer):find('!KeyOf login', 1, true), text(buffer))
end

function steps.symbols()
  local buffer = open('blueprints/flows.yaml')
  local answer = request(
    buffer, 'textDocument/documentSymbol', { textDocument = vim.lsp.util.make_text_document_params() })
  check(#vim.lsp.util.symbols_to_items(answer, buffer) >= 3, vim.inspect(answer))
end

-- A quick fix is applied as the editor does it.
function steps.fix()
  local buffer = open('blueprints/flows.yaml')
  go(buffer, 'title', 0)
  vim.cmd('normal! ciwtitel')
  wait('a finding', function() return unknown_field(buffer) end)
  local parameters = vim.lsp.util.make_range_params(0, 'utf-16')
  parameters.context = { diagnostics = { sent(unknown_field(buffer)) } }
  for _, action in ipairs(request(buffer, 'textDocument/codeAction', parameters)) do
    if action.edit and action.title:find('title', 1, true) then
      vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
    end
  end
  wait('a repaired text', function() return not unknown_field(buffer) end)
  check(text(buffer):find('      title: Welcome', 1, true), text(buffer))
end

function steps.save()
  vim.cmd('wall')
end

-- Ends the server as an editor does that is closed.
function steps.stop()
  local log = vim.fn.readfile(vim.lsp.get_log_path())
  for _, line in ipairs(log) do
    check(not line:find('[ERROR]', 1, true), 'the log has: ' .. line)
  end
  local client = vim.lsp.get_client_by_id(server)
  if vim.fn.has('nvim-0.11') == 1 then client:stop() else client.stop() end
  wait('the end of the server', function() return #clients() == 0 end)
end

local order = {
  'findings', 'completion', 'hover', 'definition', 'references', 'rename', 'symbols', 'fix', 'save', 'stop',
}
vim.o.hidden = true
vim.o.swapfile = false
dofile(os.getenv('CONFIGURATION'))
local chosen = os.getenv('STEPS')
for _, name in ipairs(chosen and vim.split(chosen, ' ') or order) do
  local fine, problem = xpcall(steps[name], debug.traceback)
  io.stdout:write(name, fine and ': done\n' or (': ' .. tostring(problem) .. '\n'))
  if not fine then vim.cmd('cquit 1') end
end
vim.cmd('quitall!')
