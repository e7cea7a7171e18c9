import EndToEndSupport
import Foundation
import Subprocess
import SystemPackage
import Testing

/// A preloaded library that ends a process with SIGKILL.
///
/// Every system call that writes, syncs, renames or removes a state file, its journal, backup or lock has points before
/// it, in the middle of it and after it. The process ends at one of these points. The product does not know the
/// library.
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

  /// The environment of a process that ends at a point, counted from 1. At 0, it does not end.
  ///
  /// One file receives the number of points, another one the number of synced bytes of the journal.
  func variables(
    endingAt point: Int = 0, counting count: String = "/dev/null", syncedIn synced: String = "/dev/null"
  ) -> [String: String] {
    // Libraries that a sanitizer has preloaded stay loaded.
    let others = ProcessInfo.processInfo.environment["LD_PRELOAD"].map { ":" + $0 } ?? ""
    return [
      "LD_PRELOAD": library + others, "CRASH_AT": "\(point)", "CRASH_COUNT": count, "CRASH_SYNCED": synced,
    ]
  }

  /// Removes the unsynced end of a journal, as if the machine had lost its power when the process ended.
  static func losePower(_ journal: String, syncedIn synced: String) {
    truncate(journal, (try? String(contentsOfFile: synced, encoding: .utf8)).flatMap { off_t($0) } ?? 0)
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

    static int is_state(const char *path) { return strstr(path, "flowform.state.json") != NULL; }

    static int path_of(int file, char *path, size_t size) {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", file);
      ssize_t length = readlink(link, path, size - 1);
      path[length < 0 ? 0 : length] = 0;
      return length > 0;
    }

    static int is_state_file(int file) {
      char path[4096];
      return path_of(file, path, sizeof path) && is_state(path);
    }

    /* Before a sync: what is written while it runs may or may not be on the disk. */
    static long long journal_size(int file) {
      char path[4096];
      struct stat status;
      return path_of(file, path, sizeof path) && strstr(path, ".journal") && fstat(file, &status) == 0
        ? status.st_size : -1;
    }

    static void synced(long long size) {
      const char *path = getenv("CRASH_SYNCED");
      FILE *file = path && size >= 0 ? fopen(path, "w") : NULL;
      if (file) { fprintf(file, "%lld", size); fclose(file); }
    }

    static int is_here(void) {
      const char *at = getenv("CRASH_AT");
      return atomic_fetch_add(&seen, 1) + 1 == (at ? atoi(at) : 0);
    }

    static void point(void) { if (is_here()) for (;;) kill(getpid(), SIGKILL); }

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
      if (is_here()) { real(file, bytes, count / 2); for (;;) kill(getpid(), SIGKILL); }
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
        point(); long long size = journal_size(file); int result = real(file); \
        synced(size); point(); return result; }

    ON_SYNC(fsync)
    ON_SYNC(fdatasync)
    ON_FILE(ftruncate, (int file, off_t length), (file, length))
    ON_PATH(rename, (const char *path, const char *to), (path, to))
    ON_PATH(unlink, (const char *path), (path))
    """#
}
