#include "BuildOrigin.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// Git's log of what was checked out. It is a dependency of this file, so that a commit rebuilds this file and
// nothing else, whereas a manifest that asks git is kept by SwiftPM with its answer. It is read by the
// compiler: nothing but the commit's digits comes into the program.
static constexpr char log[] = {
#if __has_embed("../../.git/logs/HEAD") == __STDC_EMBED_FOUND__
#embed "../../.git/logs/HEAD"
  ,
#endif
  '\0'
};

struct Commit {
  char digits[65];
};

/// The second word of the last line, which is `BEFORE AFTER NAME <ADDRESS> TIME ZONE\tWHAT`.
static constexpr Commit commit() {
  unsigned long start = sizeof log - 1;
  if (start > 0) start -= 1;
  while (start > 0 && log[start - 1] != '\n') start -= 1;
  while (log[start] != '\0' && log[start] != ' ') start += 1;
  if (log[start] == ' ') start += 1;
  Commit commit{};
  for (int index = 0; index < 64 && log[start + index] > ' '; index += 1) {
    commit.digits[index] = log[start + index];
  }
  return commit;
}

const char *build_commit(void) {
  static constexpr Commit found = commit();
  return found.digits;
}
