/// What gets a file of its own in an exported folder.
package enum ExportSplit: String, Sendable, Hashable, CaseIterable {
  case flow, application, kind
}
