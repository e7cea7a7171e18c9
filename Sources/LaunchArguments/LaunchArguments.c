#include "LaunchArguments.h"

// Swift reads the arguments from /proc, and has the wrong ones if a loader was called with the program. The C library
// passes the right ones to every constructor.
static int count;
static char **values;

__attribute__((constructor)) static void keep(int argument_count, char **arguments) {
  count = argument_count;
  values = arguments;
}

int launch_argument_count(void) { return count; }

const char *launch_argument(int position) { return values[position]; }
