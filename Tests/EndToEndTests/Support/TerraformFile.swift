import Model
import OrderedCollections

/// A state as Terraform writes it, in both of its forms.
struct TerraformFile {
  struct Instance {
    var module = ""
    let type: String
    let name: String
    var index: Value?
    let attributes: Value
    var mode = "managed"
    var provider = "registry.terraform.io/goauthentik/authentik"

    init(_ type: String, _ name: String, index: Value? = nil, _ attributes: Value) {
      self.type = type
      self.name = name
      self.index = index
      self.attributes = attributes
    }

    func of(module: String) -> Instance {
      var copy = self
      copy.module = module
      return copy
    }

    func of(mode: String = "managed", provider: String? = nil) -> Instance {
      var copy = self
      copy.mode = mode
      copy.provider = provider ?? self.provider
      return copy
    }

    fileprivate var address: String {
      "\(module.isEmpty ? "" : "\(module).")\(type).\(name)\(index.map { "[\(JSONWriter.write($0))]" } ?? "")"
    }
  }

  var instances: [Instance] = []

  init(_ instances: [Instance]) { self.instances = instances }

  /// `terraform.tfstate`, of format 4.
  var state: String {
    let resources = instances.map { instance -> Value in
      var row: ValueMap = [
        "mode": .string(instance.mode), "type": .string(instance.type), "name": .string(instance.name),
        "provider": .string("provider[\"\(instance.provider)\"]"),
      ]
      if !instance.module.isEmpty { row["module"] = .string(instance.module) }
      var object: ValueMap = [
        "schema_version": 0, "attributes": instance.attributes, "sensitive_attributes": [],
      ]
      object["index_key"] = instance.index
      row["instances"] = [.map(object)]
      return .map(row)
    }
    return JSONWriter.write([
      "version": 4, "terraform_version": "1.9.8", "serial": 7, "lineage": "a", "outputs": [:],
      "resources": .list(resources), "check_results": .null,
    ])
  }

  /// What `terraform show -json` prints; one level of modules.
  var shown: String {
    func rows(_ instances: [Instance]) -> Value {
      .list(
        instances.map { instance in
          var row: ValueMap = [
            "address": .string(instance.address), "mode": .string(instance.mode),
            "type": .string(instance.type), "name": .string(instance.name),
            "provider_name": .string(instance.provider), "schema_version": 0,
            "values": instance.attributes, "sensitive_values": [:],
          ]
          row["index"] = instance.index
          return .map(row)
        })
    }
    let modules = Dictionary(grouping: instances.filter { !$0.module.isEmpty }, by: \.module)
    return JSONWriter.write([
      "format_version": "1.0", "terraform_version": "1.9.8",
      "values": [
        "root_module": [
          "resources": rows(instances.filter(\.module.isEmpty)),
          "child_modules": .list(
            modules.sorted { $0.key < $1.key }.map { name, own in
              ["address": .string(name), "resources": rows(own)]
            }),
        ]
      ],
    ])
  }
}
