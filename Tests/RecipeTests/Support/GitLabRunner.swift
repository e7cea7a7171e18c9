import EndToEndSupport
import Foundation
import Model
import YAML

/// Runs the jobs of a `.gitlab-ci.yml` as GitLab's runner does, for one pipeline.
struct GitLabRunner: Sendable {
  let pipeline: Node
  let shell: RecipeShell
  /// The variables that GitLab and the project's settings pass to every job.
  let variables: [String: String]

  struct Job: Sendable {
    let finished: FlowformProcess.Finished
    /// The files that the job keeps.
    let artifacts: [String]
  }

  /// The jobs with a matching rule, in their order.
  var jobs: [String] {
    pipeline.pairs.filter { pair in
      pair.value["script"] != nil
        && (pair.value["rules"]?.items ?? []).contains { isTrue($0["if"]?.text ?? "") }
    }.map(\.key)
  }

  func run(_ name: String) async throws -> Job {
    guard let job = pipeline[name] else { throw RecipeFailure("there is no job \(name)") }
    var shell = shell
    shell.variables.merge(allVariables) { $1 }
    // The lines form one script, which ends at the first failure.
    let script = (job["script"]?.list ?? []).joined(separator: "\n")
    let finished = try await shell(script)
    let kept: Bool
    switch job["artifacts", "when"]?.text {
    case "always": kept = true
    case "on_failure": kept = finished.status != 0
    default: kept = finished.status == 0
    }
    let names =
      (job["artifacts", "paths"]?.list ?? []) + (job["artifacts", "reports"]?.texts.values ?? [:].values)
    let found = names.filter {
      FileManager.default.fileExists(atPath: shell.folder.appending(path: $0).path)
    }
    return Job(finished: finished, artifacts: kept ? found : [])
  }

  /// The variables of the file, with references to other variables.
  private var allVariables: [String: String] {
    var all = variables.merging(pipeline["variables"]?.texts ?? [:]) { given, _ in given }
    // The deepest nesting of variables.
    for _ in 0..<4 { all = all.mapValues { expanded($0, all) } }
    return all
  }

  private func expanded(_ text: String, _ variables: [String: String]) -> String {
    text.replacing(#/\$\{(\w+)\}/#) { variables[String($0.1)] ?? "" }
  }

  /// Evaluates a comparison of a variable with a text or another variable.
  private func isTrue(_ condition: String) -> Bool {
    let sides = condition.components(separatedBy: " == ").map { side in
      side.hasPrefix("$") ? variables[String(side.dropFirst())] ?? "" : side.replacing("\"", with: "")
    }
    return sides.count == 2 && sides[0] == sides[1]
  }
}
