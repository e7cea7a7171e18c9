import Foundation
import Subprocess
import SystemPackage
import Testing

/// A library that is loaded before a process and ends it with SIGKILL at one of the points before, in the
/// middle of and after every system call that writes, syncs, renames or removes a state file, its journal,
/// its backup or its lock.
///
/// The product knows nothing of it.
struct CrashPoints {
  private let library: String

  /// Compiles the library into a folder, with the compiler that comes with the toolchain.
  init(in folder: String) async throws {
    let source = folder + "/crash-points.c"
    library = folder + "/crash-points.so"
    try Self.source.write(toFile: source, atomically: true, encoding: .utf8)
    let compiled = try await Subprocess.run(
      .name("clang"), arguments: ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"],
      output: .discarded, error: .string(limit: 1 << 16))
    guard compiled.terminationStatus.isSuccess else {
      throw Failure(description: "clang: \(compiled.standardError)")
    }
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The environment of a process that ends at a point, from 1; at 0 it does not end.
  ///
  /// With the power lost, what was written to the journal since its last sync is gone, too.
  func variables(
    endingAt point: Int, losingPower: Bool = false, counting file: String = "/dev/null"
  ) -> [String: String] {
    [
      "LD_PRELOAD": library, "CRASH_AT": "\(point)", "CRASH_COUNT": file,
      "CRASH_LOSES": losingPower ? "1" : "0",
    ]
  }

  private static let source = #"""
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <signal.h>
    #include <stdatomic.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <sys/stat.h>
    #include <unistd.h>

    static atomic_int seen;
    static char journal[4096];
    static _Atomic off_t synced;

    static int is_state(const char *path) { return strstr(path, "flowform.state.json") != NULL; }

    static int is_state_file(int file) {
      char link[64], path[4096];
      snprintf(link, sizeof link, "/proc/self/fd/%d", file);
      ssize_t length = readlink(link, path, sizeof path - 1);
      if (length < 0) return 0;
      path[length] = 0;
      if (!is_state(path)) return 0;
      if (length > 8 && !strcmp(path + length - 8, ".journal") && !journal[0]) strcpy(journal, path);
      return 1;
    }

    static void end(void) {
      const char *loses = getenv("CRASH_LOSES");
      if (loses && *loses == '1' && journal[0]) truncate(journal, atomic_load(&synced));
      for (;;) kill(getpid(), SIGKILL);
    }

    /* What is written to the journal while it is synced may or may not be on the disk. */
    static off_t journal_size(int file) {
      char link[64], path[4096];
      struct stat status;
      snprintf(link, sizeof link, "/proc/self/fd/%d", file);
      ssize_t length = readlink(link, path, sizeof path - 1);
      if (length < 0) return -1;
      path[length] = 0;
      return !strcmp(path, journal) && fstat(file, &status) == 0 ? status.st_size : -1;
    }

    static int is_here(void) {
      const char *at = getenv("CRASH_AT");
      return atomic_fetch_add(&seen, 1) + 1 == (at ? atoi(at) : 0);
    }

    static void point(void) { if (is_here()) end(); }

    __attribute__((destructor)) static void report(void) {
      const char *path = getenv("CRASH_COUNT");
      FILE *file = path ? fopen(path, "w") : NULL;
      if (file) { fprintf(file, "%d", atomic_load(&seen)); fclose(file); }
    }

    #define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

    ssize_t write(int file, const void *bytes, size_t count) {
      REAL(write);
      if (!is_state_file(file)) return real(file, bytes, count);
      point();
      if (is_here()) { real(file, bytes, count / 2); end(); }
      ssize_t result = real(file, bytes, count);
      point();
      return result;
    }

    #define ON_FILE(name, parameters, arguments) \
      int name parameters { REAL(name); if (!is_state_file(file)) return real arguments; \
        point(); int result = real arguments; point(); return result; }
    #define ON_PATH(name, parameters, arguments) \
      int name parameters { REAL(name); if (!is_state(path)) return real arguments; \
        point(); int result = real arguments; point(); return result; }

    #define ON_SYNC(name) \
      int name(int file) { REAL(name); if (!is_state_file(file)) return real(file); \
        point(); off_t size = journal_size(file); int result = real(file); \
        if (size >= 0) atomic_store(&synced, size); point(); return result; }

    ON_SYNC(fsync)
    ON_SYNC(fdatasync)
    ON_FILE(ftruncate, (int file, off_t length), (file, length))
    ON_PATH(rename, (const char *path, const char *to), (path, to))
    ON_PATH(unlink, (const char *path), (path))
    """#
}
