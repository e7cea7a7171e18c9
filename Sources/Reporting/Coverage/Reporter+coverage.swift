package import Exporting
import Model
import OrderedCollections
import Planning

extension Reporter {
  /// Formats that only tell findings tell what could not be compared.
  package func coverage(_ coverage: Coverage, context: PlanContext) -> Report {
    diagnostics(coverage.diagnostics)
  }
}

extension TextReporter {
  package func coverage(_ coverage: Coverage, context: PlanContext) -> Report {
    diagnostics(coverage.diagnostics)
      + Report(output: CoverageText(coverage, context, terminal).render())
  }
}

extension MarkdownReporter {
  package func coverage(_ coverage: Coverage, context: PlanContext) -> Report {
    let kinds = coverage.kinds.filter { !$0.missing.isEmpty }.map { kind in
      MarkdownPage.Group(
        title: "\(MarkdownText.code(kind.model)): \(kind.described) of \(kind.total)",
        lines: CoverageText.groups(kind).flatMap { group in
          group.names.map { Terminal.escaped("- \($0)") } + [Terminal.escaped("  \(group.command)")]
        }, language: "text")
    }
    let leftOver = MarkdownPage.Group(
      title: "Left over, in the state but in no blueprint: \(coverage.leftOver.count)",
      lines: coverage.leftOver.map { Terminal.escaped("\($0.address)  \($0.source)") }, language: "text")
    let apart = CoverageText.parts(coverage).map { "\($0.count) \($0.words)" }.joined(separator: ", ")
    return page(
      "Coverage: " + CoverageText.verdict(coverage),
      place(context) + (apart.isEmpty ? "" : "Not counted: \(apart).\n\n"),
      groups: [group(coverage.diagnostics)] + kinds + [leftOver])
  }
}

extension GitHubReporter {
  package func coverage(_ coverage: Coverage, context: PlanContext) -> Report {
    let lines = CoverageText(coverage, context, Terminal(hasColour: false, symbols: .unicode)).render()
    return Report(output: annotations(coverage.diagnostics)) + log(Report(output: lines))
      + Report(summary: markdown.coverage(coverage, context: context).output)
  }
}

extension JSONReporter {
  package func coverage(_ coverage: Coverage, context: PlanContext) -> Report {
    document(
      [
        "format": 1, "server": .string(context.server), "serverVersion": .string(context.serverVersion),
        "complete": .bool(!coverage.diagnostics.hasErrors),
        "summary": [
          "described": .integer(coverage.described), "missing": .integer(coverage.missing),
          "leftOver": .integer(coverage.leftOver.count),
        ],
        "kinds": .list(coverage.kinds.map(Self.row)),
        "leftOver": .list(
          coverage.leftOver.map {
            ["address": .string($0.address.description), "source": .string($0.source)]
          }),
        "notCounted": .list(
          coverage.apart.map {
            [
              "reason": .string($0.reason.rawValue), "model": .string($0.model), "count": .integer($0.count),
              "names": .list($0.names.map(Value.string)),
            ]
          }),
        "diagnostics": .list(coverage.diagnostics.map(PlanDocument.diagnostic)),
      ])
  }

  private static func row(_ kind: Coverage.OfKind) -> Value {
    [
      "model": .string(kind.model), "described": .integer(kind.described), "total": .integer(kind.total),
      "missing": .list(
        kind.missing.map {
          [
            "address": .string($0.address.description), "name": .string($0.name),
            "pk": $0.primaryKey, "command": .string($0.command),
          ]
        }),
    ]
  }
}
