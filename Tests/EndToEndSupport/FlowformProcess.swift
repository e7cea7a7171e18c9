package import Foundation
package import ServerSupport
package import Subprocess
import SystemPackage

/// Runs the built `flowform` in a folder of its own, as a user does.
package struct FlowformProcess: Sendable {
  /// The end of a run and its output.
  package struct Finished: Sendable {
    package let status: Int32
    package let output: String
    package let error: String
  }

  /// The name of a program beside the test runner, or the path of another one.
  package var program: String
  package let folder: String
  package var variables: [String: String]
  /// A shell script that ends in `exec "$0" "$@"`, for a process with other limits than the tests.
  package var shell: String?

  package init(
    program: String = "flowform", folder: String, variables: [String: String] = [:], shell: String? = nil
  ) {
    self.program = program
    self.folder = folder
    self.variables = variables
    self.shell = shell
  }

  /// The environment, without the developer's own settings for authentik.
  private var environment: [String: String] {
    let kept = ["PATH", "HOME", "USER", "LANG", "ASAN_OPTIONS", "TSAN_OPTIONS", "LD_PRELOAD"]
    return ProcessInfo.processInfo.environment.filter { kept.contains($0.key) }
      .merging(variables) { $1 }
  }

  private var executable: String {
    if program.hasPrefix("/") { return program }
    return program == "flowform" ? Self.flowform : Self.products.appending(path: program).path
  }

  /// The flowform to test: the one beside the test runner, unless a variable names another one. A release build starts
  /// ten times as fast.
  package static let flowform =
    ProcessInfo.processInfo.environment["FLOWFORM_PROGRAM"] ?? products.appending(path: "flowform").path

  /// True if the flowform to test is the one that users run, and not the debug build of the tests.
  package static let isReleased = ProcessInfo.processInfo.environment["FLOWFORM_PROGRAM"] != nil

  /// The folder of the built programs.
  package static let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()

  package func callAsFunction(_ arguments: String..., input: String = "") async throws -> Finished {
    try await run(arguments, input: input)
  }

  /// Runs with a memory limit, which the system enforces. The stacks of threads count with their full size, although a
  /// command needs only a part of it.
  package func run(_ arguments: [String], withinKilobytes limit: Int) async throws -> Finished {
    try await run(
      Configuration(
        executable: .path("/bin/sh"),
        arguments: Arguments(
          ["-c", "ulimit -s 2048 && ulimit -d \(limit) && exec \"$0\" \"$@\"", executable] + arguments),
        environment: variablesForChild, workingDirectory: FilePath(folder)))
  }

  package func run(_ arguments: [String], input: String = "") async throws -> Finished {
    try await run(configuration(arguments), input: input)
  }

  private func run(_ configuration: Configuration, input: String = "") async throws -> Finished {
    let result = try await Subprocess.run(
      configuration, input: .string(input), output: .string(limit: 64 << 20),
      error: .string(limit: 64 << 20))
    return Finished(
      status: Self.status(result.terminationStatus), output: result.standardOutput,
      error: result.standardError)
  }

  /// Runs, and sends a signal once the condition is true for the output so far.
  package func interrupted(
    _ arguments: [String], with signal: Signal = .interrupt, when isTime: @escaping @Sendable (String) -> Bool
  ) async throws -> Finished {
    try await interrupted(
      arguments, with: signal,
      after: { printed in
        while !isTime(printed()) { try await Task.sleep(for: .milliseconds(2)) }
      })
  }

  /// Runs, and sends a signal after a moment.
  package func interrupted(
    _ arguments: [String], with signal: Signal = .interrupt, once moment: Moment
  ) async throws -> Finished {
    try await interrupted(arguments, with: signal, after: { _ in try await moment.wait() })
  }

  private func interrupted(
    _ arguments: [String], with signal: Signal,
    after wait: @escaping @Sendable (_ printed: @Sendable () -> String) async throws -> Void
  ) async throws -> Finished {
    let path = folder + "/output.txt"
    let file = try FileDescriptor.open(
      FilePath(path), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
    @Sendable func printed() -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
    let result = try await Subprocess.run(
      configuration(arguments), input: .none,
      output: .fileDescriptor(file, closeAfterSpawningProcess: true), error: .string(limit: 1 << 20)
    ) { execution in
      try await wait(printed)
      try execution.send(signal: signal)
    }
    return Finished(
      status: Self.status(result.terminationStatus), output: printed(), error: result.standardError)
  }

  /// Runs a service beside a body, and ends it with a signal. Standard error goes to a file that the body can read.
  package func serving(
    _ arguments: [String], endingWith signal: Signal = .terminate,
    _ body: @Sendable (RunningService) async throws -> Void
  ) async throws -> Finished {
    let path = "\(folder)/service-\(UUID().uuidString).log"
    let file = try FileDescriptor.open(
      FilePath(path), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
    let service = RunningService(logPath: path)
    let result = try await Subprocess.run(
      configuration(arguments), input: .none, output: .string(limit: 1 << 20),
      error: .fileDescriptor(file, closeAfterSpawningProcess: true)
    ) { execution in
      let result: Result<Void, any Error>
      do { result = .success(try await body(service)) } catch { result = .failure(error) }
      try execution.send(signal: signal)
      try result.get()
    }
    return Finished(
      status: Self.status(result.terminationStatus), output: result.standardOutput, error: service.log)
  }

  /// Runs with standard error on a terminal. `error` contains everything that was drawn there.
  package func onTerminal(_ arguments: [String], columns: UInt16 = 80) async throws -> Finished {
    var (master, slave) = (Int32(0), Int32(0))
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&master, &slave, nil, nil, &size) == 0 else {
      throw Errno(rawValue: errno)
    }
    let screen = FileDescriptor(rawValue: master)
    defer { try? screen.close() }
    let path = folder + "/output.txt"
    let file = try FileDescriptor.open(
      FilePath(path), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
    let result = try await Subprocess.run(
      configuration(arguments), input: .none,
      output: .fileDescriptor(file, closeAfterSpawningProcess: true),
      error: .fileDescriptor(FileDescriptor(rawValue: slave), closeAfterSpawningProcess: true)
    ) { _ in try await Self.drawn(on: screen) }
    return Finished(
      status: Self.status(result.terminationStatus),
      output: try String(contentsOfFile: path, encoding: .utf8), error: result.closureResult)
  }

  /// Reads from the terminal until no process has it open.
  private static func drawn(on screen: FileDescriptor) async throws -> String {
    let bytes: [UInt8] = try await withCheckedThrowingContinuation { continuation in
      // The read blocks, which a task must not do.
      Thread.detachNewThread { continuation.resume(with: Result { try Self.bytes(from: screen) }) }
    }
    // A terminal has its own line ends.
    return String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
  }

  private static func bytes(from screen: FileDescriptor) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      do {
        let count = try withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
          let count = try screen.read(into: buffer)
          bytes += buffer.prefix(count)
          return count
        }
        if count == 0 { return bytes }
      } catch Errno.ioError {
        return bytes
      }
    }
  }

  private func configuration(_ arguments: [String]) -> Configuration {
    Configuration(
      executable: .path(FilePath(shell == nil ? executable : "/bin/sh")),
      arguments: Arguments(shell.map { ["-c", $0, executable] + arguments } ?? arguments),
      environment: variablesForChild, workingDirectory: FilePath(folder))
  }

  private var variablesForChild: Environment {
    .custom(
      Dictionary(
        uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }))
  }

  /// The exit status of a shell: for a signal, its number plus 128.
  private static func status(_ status: TerminationStatus) -> Int32 {
    switch status {
    case .exited(let code): code
    case .signaled(let number): 128 + number
    }
  }
}
