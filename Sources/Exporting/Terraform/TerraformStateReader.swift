import Model
import OrderedCollections

extension TerraformState {
  /// The maximum size of a state, in bytes.
  package static let sizeLimit = 256 * 1024 * 1024

  /// Reads a state of format 4, or what `terraform show -json` prints of a state or a plan. `file` is the name in
  /// messages.
  package init(_ bytes: [UInt8], file: String) throws(Failure) {
    if bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) {
      throw Failure(
        message:
          "\(file) is a saved plan of Terraform; pass the output of `terraform show -json \(file)` instead")
    }
    let document: Value
    do { document = try JSONReader.read(bytes, limit: JSONReader.ownValueLimit) } catch {
      throw Failure(
        message:
          "\(file) is no state of Terraform: \(error); pass terraform.tfstate, or the output of `terraform state pull` or `terraform show -json`"
      )
    }
    try Self.refuseOthers(document, file)
    if let values = Self.shown(document) {
      read(module: values["root_module"] ?? .null, words: [])
    } else {
      for resource in document["resources"]?.list ?? [] { read(resource) }
    }
    guard !resources.isEmpty || !withoutKey.isEmpty || !deposed.isEmpty else {
      throw Failure(
        message:
          "\(file) holds no resource of the provider goauthentik/authentik; pass the state of the workspace that manages authentik"
      )
    }
  }

  // MARK: - What kind of file it is

  private static func refuseOthers(_ document: Value, _ file: String) throws(Failure) {
    guard document.map != nil else {
      throw Failure(message: "\(file) is no state of Terraform; pass terraform.tfstate")
    }
    if document["encrypted_data"] != nil {
      throw Failure(
        message: "\(file) is encrypted; pass the output of `tofu show -json`, which decrypts it")
    }
    if document["backend"]?.isNull == false, document["resources"] == nil {
      throw Failure(
        message:
          "\(file) only says where the state is; run `terraform state pull | flowform export --terraform -`")
    }
    guard document["format_version"] == nil else { return }
    guard let version = document["version"]?.integer else {
      throw Failure(
        message:
          "\(file) is no state of Terraform: it has no `version`; pass terraform.tfstate, or the output of `terraform show -json`"
      )
    }
    guard version >= 4 else {
      throw Failure(
        message:
          "\(file) has format \(version), of Terraform 0.11 or earlier; pass the output of `terraform show -json \(file)` of a newer Terraform"
      )
    }
    guard version == 4 else {
      throw Failure(
        message:
          "\(file) has format \(version), which this flowform does not know; pass the output of `terraform show -json`"
      )
    }
  }

  /// The values that `terraform show -json` printed; for a plan, those of the state before it.
  private static func shown(_ document: Value) -> Value? {
    guard document["format_version"] != nil else { return nil }
    return document["values"] ?? document["prior_state"]?["values"] ?? .null
  }

  // MARK: - Format 4

  private mutating func read(_ resource: Value) {
    let instances = resource["instances"]?.list ?? []
    let provider = Self.provider(resource["provider"]?.string ?? "")
    guard !counts(mode: resource["mode"], provider: provider, instances: instances.count) else { return }
    let (type, name) = (resource["type"]?.string ?? "", resource["name"]?.string ?? "")
    let module = resource["module"]?.string ?? ""
    let words = Self.words(ofModule: module) + [name]
    let own = module.isEmpty ? "\(type).\(name)" : "\(module).\(type).\(name)"
    for instance in instances {
      let index = instance["index_key"].flatMap { $0.isNull ? nil : $0 }
      let address = own + (index.map { "[\(JSONWriter.write($0))]" } ?? "")
      guard instance["deposed"]?.string == nil else {
        deposed.append(address)
        continue
      }
      // States of Terraform 0.12 may still hold the attributes of 0.11.
      let values = instance["attributes"] ?? instance["attributes_flat"]
      add(address, type: type, words: words + Self.words(ofIndex: index), values: values)
    }
  }

  /// The source in `provider["registry.terraform.io/goauthentik/authentik"].alias`, or in the form of 0.12,
  /// `provider.authentik`; a module may stand before it.
  private static func provider(_ text: String) -> String {
    if let start = text.ranges(of: "provider[\"").last?.upperBound {
      return String(text[start...].prefix { $0 != "\"" })
    }
    guard let start = text.ranges(of: "provider.").last?.upperBound else { return text }
    return String(text[start...].prefix { $0 != "." })
  }

  // MARK: - terraform show -json

  private mutating func read(module: Value, words: [String]) {
    for resource in module["resources"]?.list ?? [] {
      let provider = resource["provider_name"]?.string ?? ""
      guard !counts(mode: resource["mode"], provider: provider, instances: 1) else { continue }
      let (type, name) = (resource["type"]?.string ?? "", resource["name"]?.string ?? "")
      let address = resource["address"]?.string ?? "\(type).\(name)"
      guard resource["deposed_key"]?.string == nil else {
        deposed.append(address)
        continue
      }
      let index = resource["index"].flatMap { $0.isNull ? nil : $0 }
      add(
        address, type: type, words: words + [name] + Self.words(ofIndex: index), values: resource["values"])
    }
    for child in module["child_modules"]?.list ?? [] {
      read(module: child, words: Self.words(ofModule: child["address"]?.string ?? ""))
    }
  }

  // MARK: - Names

  private static func words(ofIndex index: Value?) -> [String] {
    index.map { [$0.string ?? JSONWriter.write($0)] } ?? []
  }

  /// The names and indexes of `module.sso.module.flows["a.b"]`.
  private static func words(ofModule address: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in address {
      switch character {
      case "\"": isQuoted.toggle()
      case ".", "[", "]":
        if isQuoted {
          word.append(character)
        } else {
          words.append(word)
          word = ""
        }
      default: word.append(character)
      }
    }
    return (words + [word]).filter { !$0.isEmpty && $0 != "module" }
  }
}
