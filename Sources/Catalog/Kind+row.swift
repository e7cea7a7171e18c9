package import Model
import OrderedCollections

extension Kind {
  /// The kind as one line of the catalog's data; properties with their default value are left out.
  package var row: Value { row(under: "model") }

  /// `key` is the key of the model.
  func row(under key: String) -> Value {
    var row: ValueMap = [
      key: .string(model), "component": .string(component), "path": .string(path),
      "primaryKey": .string(primaryKey),
    ]
    row["detailField"] = detailField.map(Value.string)
    if !canList { row["list"] = false }
    if !canUpdate { row["update"] = false }
    if !canDelete { row["delete"] = false }
    if hasUsedBy { row["usedBy"] = true }
    if !uniqueFields.isEmpty { row["unique"] = .list(uniqueFields.map(Value.string)) }
    if !uniqueTogether.isEmpty {
      row["uniqueTogether"] = .list(uniqueTogether.map { .list($0.map(Value.string)) })
    }
    if canProbe { row["probe"] = true }
    if !sentAlong.isEmpty { row["sentAlong"] = .list(sentAlong.map(Value.string)) }
    if !sentWith.isEmpty {
      row["sentWith"] = .map(sentWith.mapValues { .list($0.map(Value.string)) })
    }
    if !neededToCreate.isEmpty {
      row["neededToCreate"] = .list(neededToCreate.map { .list($0.map(Value.string)) })
    }
    if !importerOnly.isEmpty { row["importerOnly"] = .list(importerOnly.map(Value.string)) }
    if !listQuery.isEmpty { row["listQuery"] = .map(listQuery.mapValues(Value.string)) }
    if !lookupNames.isEmpty {
      row["names"] = .map(
        ValueMap(
          uniqueKeysWithValues: lookupNames.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }
    row["filters"] = .map(ValueMap(uniqueKeysWithValues: filters.map { ($0.key, $0.value.row) }))
    row["fields"] = .list(fields.map(\.row))
    return .map(row)
  }

  /// Nil if the row lacks a model, component or path.
  package convenience init?(row: Value) {
    guard let model = (row["model"] ?? row["lookup"])?.string, let component = row["component"]?.string,
      let path = row["path"]?.string
    else { return nil }
    self.init(
      model: model, component: component, path: path,
      primaryKey: row["primaryKey"]?.string ?? "pk", detailField: row["detailField"]?.string,
      fields: (row["fields"]?.list ?? []).compactMap(Field.init(row:)),
      filters: (row["filters"]?.map ?? [:]).mapValues(FieldType.init(row:)),
      canList: row["list"] != false, canUpdate: row["update"] != false, canDelete: row["delete"] != false,
      hasUsedBy: row["usedBy"] == true,
      uniqueFields: (row["unique"]?.list ?? []).compactMap(\.string),
      uniqueTogether: (row["uniqueTogether"]?.list ?? []).map { ($0.list ?? []).compactMap(\.string) },
      canProbe: row["probe"] == true,
      sentAlong: (row["sentAlong"]?.list ?? []).compactMap(\.string),
      sentWith: (row["sentWith"]?.map ?? [:]).mapValues { ($0.list ?? []).compactMap(\.string) },
      neededToCreate: (row["neededToCreate"]?.list ?? []).map { ($0.list ?? []).compactMap(\.string) },
      importerOnly: (row["importerOnly"]?.list ?? []).compactMap(\.string),
      listQuery: (row["listQuery"]?.map ?? [:]).compactMapValues(\.string),
      lookupNames: Dictionary(
        uniqueKeysWithValues: (row["names"]?.map ?? [:]).compactMapValues(\.string).map { ($0.key, $0.value) }
      ))
  }
}
