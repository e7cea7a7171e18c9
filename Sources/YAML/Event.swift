internal import CYAML
import Model

/// An event of libyaml's parser. It owns the C event and deletes it.
struct Event: ~Copyable {
  var raw: yaml_event_t

  init(taking raw: yaml_event_t) {
    self.raw = raw
  }

  deinit {
    var raw = raw
    yaml_event_delete(&raw)
  }

  var mark: Mark {
    Mark(line: raw.start_mark.line + 1, column: raw.start_mark.column + 1)
  }
}
