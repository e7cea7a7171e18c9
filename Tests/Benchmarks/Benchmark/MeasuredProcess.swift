import Foundation
import Glibc

/// One run of a program, with its times and its memory.
struct MeasuredProcess {
  let status: Int32
  /// The seconds from start to end.
  let wall: Double
  /// The seconds of processor time, user and system.
  let cpu: Double
  /// The peak memory in bytes.
  let memory: Int
  let output: String

  /// Runs a program. Its output goes to a file: a pipe could slow it down.
  init(_ arguments: [String], in folder: URL, environment: [String: String] = [:]) throws {
    let file = folder.appending(path: "output-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, file.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    // Nothing else runs in this process at this time.
    let before = FileManager.default.currentDirectoryPath
    guard chdir(folder.path) == 0 else { throw BenchmarkError("there is no folder \(folder.path)") }
    defer { chdir(before) }
    let clock = ContinuousClock()
    let start = clock.now
    var pid = pid_t()
    let error = posix_spawnp(&pid, arguments[0], &actions, nil, &argv, &envp)
    guard error == 0 else {
      throw BenchmarkError("\(arguments[0]) cannot be started: \(String(cString: strerror(error)))")
    }
    var state: Int32 = 0
    var usage = rusage()
    wait4(pid, &state, 0, &usage)
    wall = start.duration(to: clock.now) / .seconds(1)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime)
    memory = usage.ru_maxrss * 1024
    status = (state >> 8) & 0xFF
    output = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  /// A program that is measured in turns with others.
  struct Program {
    let arguments: [String]
    var environment: [String: String] = [:]
    var status: Int32 = 0
    var before: () throws -> Void = {}
  }

  /// Returns the fastest run of each program. The programs take turns, so that a disturbance of the machine affects all
  /// of them.
  static func best(of runs: Int, alternating programs: [Program], in folder: URL) throws -> [MeasuredProcess]
  {
    var best: [MeasuredProcess] = []
    for round in 0..<runs {
      for (position, program) in programs.enumerated() {
        let run = try MeasuredProcess.best(
          of: 1, program.arguments, in: folder, environment: program.environment, status: program.status,
          before: program.before)
        if round == 0 {
          best.append(run)
        } else if run.wall < best[position].wall {
          best[position] = run
        }
      }
    }
    return best
  }

  /// Returns the fastest of several runs, which was disturbed least. Each run must end with the status.
  static func best(
    of runs: Int = 5, _ arguments: [String], in folder: URL, environment: [String: String] = [:],
    status: Int32 = 0, before: () throws -> Void = {}
  ) throws -> MeasuredProcess {
    var best: MeasuredProcess?
    for _ in 0..<runs {
      try before()
      let run = try MeasuredProcess(arguments, in: folder, environment: environment)
      guard run.status == status else {
        throw BenchmarkError(
          "\(arguments.joined(separator: " ")) ended with \(run.status): \(run.output.suffix(2000))")
      }
      if run.wall < best?.wall ?? .infinity { best = run }
    }
    guard let best else { throw BenchmarkError("nothing was run") }
    return best
  }
}

struct BenchmarkError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
