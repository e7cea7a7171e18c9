import Catalog
import CatalogData
import Model
import OrderedCollections

/// Facts about a kind that the embedded server needs and no catalog holds: a line of `sandbox.jsonl`.
///
/// Defaults, names and forms are the answers of 2024.8 and 2026.5 to recorded creates and lists. If nothing
/// was recorded, defaults are those of authentik's models. A line with `until` has only what was otherwise before that
/// version, and stands behind the line that it corrects.
struct KindFacts: Sendable {
  let model: String
  /// The base class of models that it belongs to, such as `authentik_flows.stage`.
  let family: String?
  /// For a base class: its list as a row of the catalog.
  let base: Kind?
  /// The name in messages about unique values; nil if it is `verboseName`.
  let messageName: String?
  /// True if policies can be bound to its objects.
  let hasPolicies: Bool
  /// The element of the administrators' interface, in `component`.
  let form: String
  let verboseName: String
  let verboseNamePlural: String
  /// The values that a create stores for missing fields.
  let defaults: [String: Value]
  /// The names of fields in messages, if they differ.
  let labels: [String: String]
  let order: [String]
  /// Lists of references that keep their order (`ReferenceValidator`).
  let keptOrder: Set<String>
  /// Fields that no answer has, although OpenAPI names them.
  let omitted: Set<String>
  /// Fields that always have the same value.
  let constants: ValueMap
  /// The fields that a search looks into; nil for the usual ones.
  let searched: [String]?
  /// Fields with choices; the server crashes on any other value.
  let crashingChoices: Set<String>
  /// Lists that are refused if they are empty, although they are optional.
  let nonEmpty: Set<String>
  /// The models that fields refer to, by field, if the catalog does not state them.
  let references: [String: String]
  /// True if a search makes the server crash.
  let crashesOnSearch: Bool
  /// Templates of computed texts, by field.
  let texts: [String: String]
  /// The template of the icon for a source without its own.
  let icon: String?

  private init?(_ line: Value) {
    guard let model = line["model"]?.string else { return nil }
    func texts(_ value: Value?) -> [String] { (value?.list ?? []).compactMap(\.string) }
    func map(_ key: String) -> ValueMap { line[key]?.map ?? [:] }
    self.model = model
    family = line["family"]?.string
    base = line["base"].flatMap(Kind.init(row:))
    messageName = line["messageName"]?.string
    hasPolicies = line["policies"] == true
    form = line["form"]?.string ?? ""
    verboseName = line["verboseName"]?.string ?? ""
    verboseNamePlural = line["verboseNamePlural"]?.string ?? ""
    defaults = Dictionary(map("defaults").map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    labels = Dictionary(
      map("labels").map { ($0.key, $0.value.string ?? "") }, uniquingKeysWith: { $1 })
    order = texts(line["order"])
    keptOrder = Set(texts(line["keptOrder"]))
    omitted = Set(texts(line["omitted"]))
    constants = map("constants")
    crashingChoices = Set(texts(line["crashingChoices"]))
    nonEmpty = Set(texts(line["nonEmpty"]))
    references = Dictionary(
      map("references").map { ($0.key, $0.value.string ?? "") }, uniquingKeysWith: { $1 })
    crashesOnSearch = line["search"] == "crash"
    searched = line["search"]?.list.map { _ in texts(line["search"]) }
    self.texts = Dictionary(map("texts").map { ($0.key, $0.value.string ?? "") }, uniquingKeysWith: { $1 })
    icon = line["icon"]?.string
  }

  /// By model: the last line that is not newer than the nearest recorded version, with the corrections for this one.
  static func load(_ version: EmbeddedCatalog) -> OrderedDictionary<String, KindFacts> {
    let recorded = AuthentikVersion(version.nearestRecorded.version)
    let own = AuthentikVersion(version.version)
    let data = Array(UnsafeBufferPointer(start: catalog_sandbox(), count: catalog_sandbox_size()))
    var lines: OrderedDictionary<String, ValueMap> = [:]
    for line in data.split(separator: 0x0A) {
      guard let line = try? JSONReader.read(Array(line)).map, let model = line["model"]?.string else {
        continue
      }
      let since = AuthentikVersion(line["since"]?.string ?? "")
      if let until = line["until"]?.string {
        guard since <= own, own < AuthentikVersion(until) else { continue }
        lines[model, default: [:]].merge(line) { known, corrected in
          guard let known = known.map, let corrected = corrected.map else { return corrected }
          return .map(known.merging(corrected) { $1 })
        }
      } else if since <= recorded {
        lines[model] = line
      }
    }
    return lines.compactMapValues { KindFacts(.map($0)) }
  }
}
