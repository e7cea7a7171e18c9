package import Model

/// The blueprints that an export updates, compared with the server.
package struct ExistingSet: Sendable {
  /// A file.
  package struct File: Sendable {
    package let source: SourceText
    /// The path below the folder.
    package let path: String
    /// `metadata.name`.
    package let name: String?
    /// True if an export made the file. Then entries of objects that are gone are removed.
    package let isExport: Bool
    /// The ids of the entries.
    package let ids: Set<String>
    /// The places of all entries, in the order of the file.
    package let entries: [Mark]
    /// The places of the entries that apply another file first, with the name of that file.
    package let applications: [(mark: Mark, name: String)]

    package init(
      source: SourceText, path: String, name: String?, isExport: Bool, ids: Set<String>, entries: [Mark],
      applications: [(mark: Mark, name: String)]
    ) {
      self.source = source
      self.path = path
      self.name = name
      self.isExport = isExport
      self.ids = ids
      self.entries = entries
      self.applications = applications
    }
  }

  /// A field of an entry, under its name in the API.
  package struct Field: Sendable {
    /// The path of the file with the field, below the folder.
    package let file: String
    package let nameMark: Mark
    /// The tag that makes the value; nil if it is written in the file.
    package let tag: String?
    package let isIdentifier: Bool

    package init(file: String, nameMark: Mark, tag: String?, isIdentifier: Bool) {
      self.file = file
      self.nameMark = nameMark
      self.tag = tag
      self.isIdentifier = isIdentifier
    }
  }

  /// The entry of an object that the server has.
  package struct Entry: Sendable {
    package let model: String
    package let primaryKey: Value
    /// The path of its file, below the folder.
    package let file: String
    package let mark: Mark
    package let id: String?
    /// The place of its attributes.
    package let attrs: Mark?
    /// False if the entry only describes the object: it stays as it is.
    package let isUpdated: Bool
    package let fields: [String: Field]
    /// The parts that differ from the server.
    package let differences: [FieldPath]
    /// The secret fields that differ from the server.
    package let secretDifferences: [String]

    package init(
      model: String, primaryKey: Value, file: String, mark: Mark, id: String?, attrs: Mark?, isUpdated: Bool,
      fields: [String: Field], differences: [FieldPath], secretDifferences: [String]
    ) {
      self.model = model
      self.primaryKey = primaryKey
      self.file = file
      self.mark = mark
      self.id = id
      self.attrs = attrs
      self.isUpdated = isUpdated
      self.fields = fields
      self.differences = differences
      self.secretDifferences = secretDifferences
    }

    var object: ExportedObject.Identifier {
      ExportedObject.Identifier(model: model, key: ExportedObject.keyText(primaryKey))
    }
  }

  /// An entry whose object the server does not have.
  package struct Gone: Sendable {
    package let address: ResourceAddress
    package let file: String
    package let mark: Mark

    package init(address: ResourceAddress, file: String, mark: Mark) {
      self.address = address
      self.file = file
      self.mark = mark
    }
  }

  package var files: [File] = []
  package var entries: [Entry] = []
  package var gone: [Gone] = []
  package var diagnostics: [Diagnostic] = []

  package init() {}
}
