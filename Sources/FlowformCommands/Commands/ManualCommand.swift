package import ArgumentParser
import Reporting

/// `flowform manual`: prints the manual page, made from the commands themselves.
package struct ManualCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Print the manual page of all commands.",
    discussion: """
      Save it below /usr/local/share/man/man1 for `man flowform`.

      Example:
        flowform manual > flowform.1
      """)

  package init() {}

  package func execute() async throws -> ExitStatus {
    Console.print(Report(output: ManualPage.text(of: try CommandDescription.root())))
    return .done
  }
}
