package import Model
import OrderedCollections
package import Planning

/// Renders diagnostics as SARIF 2.1.0, for the code scanning of GitHub and others.
package struct SARIFReporter: Reporter {
  private let toolVersion: String

  package init(toolVersion: String) {
    self.toolVersion = toolVersion
  }

  package func diagnostics(_ diagnostics: [Diagnostic]) -> Report {
    let severities: [Diagnostic.Severity] = [.error, .warning, .note]
    let driver: Value = [
      "name": "flowform", "version": .string(toolVersion),
      "rules": .list(severities.map(rule)),
    ]
    let run: Value = [
      "tool": ["driver": driver],
      // A column counts Unicode scalars.
      "columnKind": "unicodeCodePoints",
      "results": .list(diagnostics.map(result)),
    ]
    let log: Value = [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run],
    ]
    return Report(output: JSONWriter.write(log, style: .pretty) + "\n")
  }

  package func validation(_ validation: Validation) -> Report {
    diagnostics(validation.diagnostics)
  }

  package func plan(_ plan: Plan, context: PlanContext) -> Report {
    diagnostics(plan.diagnostics)
  }

  package func event(_ event: ApplyEvent) -> Report { Report() }

  package func outcome(_ outcome: ApplyOutcome) -> Report { Report() }

  private func ruleName(_ severity: Diagnostic.Severity) -> String { "blueprint-\(severity.rawValue)" }

  private func rule(_ severity: Diagnostic.Severity) -> Value {
    let text =
      switch severity {
      case .error: "A blueprint that cannot be applied"
      case .warning: "A blueprint that may not do what it seems to"
      case .note: "Something to know about a blueprint"
      }
    return [
      "id": .string(ruleName(severity)), "shortDescription": ["text": .string(text)],
      "defaultConfiguration": ["level": .string(severity.rawValue)],
    ]
  }

  private func result(_ diagnostic: Diagnostic) -> Value {
    var result: ValueMap = [
      "ruleId": .string(ruleName(diagnostic.severity)), "level": .string(diagnostic.severity.rawValue),
      "message": ["text": .string(diagnostic.message)],
    ]
    if let location = diagnostic.location {
      result["locations"] = [
        [
          "physicalLocation": [
            "artifactLocation": ["uri": .string(Self.uri(location.file))],
            "region": ["startLine": .integer(location.line), "startColumn": .integer(location.column)],
          ]
        ]
      ]
    }
    return .map(result)
  }

  /// A path as a URI reference: a relative path as it is, an absolute one with its scheme.
  private static func uri(_ path: String) -> String {
    let encoded = path.split(separator: "/", omittingEmptySubsequences: false)
      .map { PercentEncoding.encoded($0) }.joined(separator: "/")
    return path.hasPrefix("/") ? "file://" + encoded : encoded
  }
}
