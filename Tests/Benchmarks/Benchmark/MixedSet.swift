import Model
import OrderedCollections

/// Groups of fifteen objects that refer to one another: a flow, five stages and their bindings, two policies
/// and their bindings.
struct MixedSet {
  let groups: Int

  static let objectsPerGroup = 15

  var count: Int { groups * Self.objectsPerGroup }

  var blueprint: String { blueprint(0..<groups) }

  /// The same entries in files of at most `Flows.fileSize` entries.
  var files: [String] { files(ofGroups: Flows.fileSize / Self.objectsPerGroup) }

  /// The same entries in files of at most so many groups.
  func files(ofGroups size: Int) -> [String] {
    stride(from: 0, to: groups, by: size).map { blueprint($0..<min($0 + size, groups)) }
  }

  private func blueprint(_ range: Range<Int>) -> String {
    var text = "version: 1\nmetadata:\n  name: Generated set\nentries:\n"
    for group in range {
      text += """
          - model: authentik_flows.flow
            id: flow-\(group)
            identifiers: {slug: set-\(group)}
            attrs: {name: Set \(group), title: Set \(group), designation: authentication}

        """
      for stage in 0..<5 {
        text += """
            - model: authentik_stages_dummy.dummystage
              id: stage-\(group)-\(stage)
              identifiers: {name: set-\(group)-stage-\(stage)}
              attrs: {throw_error: false}
            - model: authentik_flows.flowstagebinding
              identifiers: {target: !KeyOf flow-\(group), stage: !KeyOf stage-\(group)-\(stage), order: \(stage * 10)}
              attrs: {re_evaluate_policies: true}

          """
      }
      for policy in 0..<2 {
        text += """
            - model: authentik_policies_expression.expressionpolicy
              id: policy-\(group)-\(policy)
              identifiers: {name: set-\(group)-policy-\(policy)}
              attrs: {expression: return True}
            - model: authentik_policies.policybinding
              identifiers: {target: !KeyOf flow-\(group), policy: !KeyOf policy-\(group)-\(policy), order: \(policy)}
              attrs: {enabled: true}

          """
      }
    }
    return text
  }

  /// The server's objects once all are applied, by the path of their list.
  var objects: [String: [Value]] {
    var lists: [String: [Value]] = [:]
    for group in 0..<groups {
      let flow = Value.string(ObjectKey.text(kind: 1, group))
      lists[Flows.path, default: []].append([
        "pk": flow, "policybindingmodel_ptr_id": .string(ObjectKey.text(kind: 2, group)),
        "slug": .string("set-\(group)"), "name": .string("Set \(group)"), "title": .string("Set \(group)"),
        "designation": "authentication",
      ])
      for number in 0..<5 {
        let index = group * 5 + number
        let stage = Value.string(ObjectKey.text(kind: 3, index))
        lists["/stages/dummy/", default: []].append([
          "pk": stage, "name": .string("set-\(group)-stage-\(number)"), "throw_error": false,
        ])
        lists["/flows/bindings/", default: []].append([
          "pk": .string(ObjectKey.text(kind: 4, index)), "target": flow, "stage": stage,
          "order": .integer(number * 10), "re_evaluate_policies": true,
        ])
      }
      for number in 0..<2 {
        let index = group * 2 + number
        let policy = Value.string(ObjectKey.text(kind: 5, index))
        lists["/policies/expression/", default: []].append([
          "pk": policy, "name": .string("set-\(group)-policy-\(number)"), "expression": "return True",
        ])
        lists["/policies/bindings/", default: []].append([
          "pk": .string(ObjectKey.text(kind: 6, index)), "target": flow, "policy": policy,
          "order": .integer(number), "enabled": true,
        ])
      }
    }
    return lists
  }
}
