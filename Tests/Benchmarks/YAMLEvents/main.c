// The floor of reading YAML: reads all libyaml events of a file and drops them.
#include <stdio.h>
#include <yaml.h>

int main(int count, char **arguments) {
  if (count != 2) {
    fprintf(stderr, "usage: yaml-events FILE\n");
    return 64;
  }
  FILE *file = fopen(arguments[1], "rb");
  if (!file) {
    perror(arguments[1]);
    return 1;
  }
  yaml_parser_t parser;
  yaml_event_t event;
  unsigned long events = 0;
  int ended = 0;
  yaml_parser_initialize(&parser);
  yaml_parser_set_input_file(&parser, file);
  while (!ended) {
    if (!yaml_parser_parse(&parser, &event)) {
      fprintf(stderr, "line %zu: %s\n", parser.problem_mark.line + 1, parser.problem);
      return 1;
    }
    ended = event.type == YAML_STREAM_END_EVENT;
    events++;
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
  fclose(file);
  printf("%lu events\n", events);
  return 0;
}
