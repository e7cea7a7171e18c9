import Model
import OrderedCollections
import Remote

/// What a test may change on the server, by the stages that its flow binds and by its own steps.
struct FlowEffects: Sendable {
  let effects: [StageEffect]
  /// Why the flow's bindings are not known; nil if they are.
  let unknown: String?

  /// Reads the flow's bindings with the API token. Nothing of the flow is run: a `user_delete` stage that comes first
  /// acts as soon as it is looked at (recorded).
  init(of test: FlowTest, _ api: LiveAPI) async {
    await self.init(of: test.flow, test.steps.map(\.stage), api)
  }

  /// - Parameter own: The stages that are walked, whether the flow binds them or not.
  init(of flow: String, _ own: [StageKind], _ api: LiveAPI) async {
    let stages: [StageKind]
    do throws(APIError) {
      stages = try await Self.stages(flow, api)
      unknown = nil
    } catch {
      stages = []
      unknown = "\(error)"
    }
    effects = OrderedSet(stages + own).compactMap(StageEffect.of)
  }

  private static func stages(_ flow: String, _ api: LiveAPI) async throws(APIError) -> [StageKind] {
    let object: Value
    do throws(APIError) {
      object = try await api.client.read("/flows/instances/\(PercentEncoding.encoded(flow))/")
    } catch .notFound {
      return []
    } catch .notPermitted {
      throw .notPermitted("authentik_flows.view_flow")
    }
    guard let key = object["pk"]?.string else { return [] }
    let bindings = try await api.rows(
      "/flows/bindings/", [("target", key)], needs: "authentik_flows.view_flowstagebinding")
    return bindings.compactMap { binding in
      binding["stage_obj"]?["meta_model_name"]?.string.flatMap { StageKind(called: $0) }
    }
  }

  /// Why the test must not run without leave to write; nil if it changes nothing.
  func reason(isProtected: Bool) -> String? {
    let advice =
      isProtected
      ? "this target is protected, so the test never runs here" : "--allow-writes runs the test"
    if let effect = effects.first {
      return "the flow has the stage `\(effect.stage.name)`, which \(effect.does); \(advice)"
    }
    return unknown.map {
      "whether the test changes anything is not known, since the flow's stages cannot be read: \($0); \(advice)\(isProtected ? "" : " all the same")"
    }
  }

  /// True if the flow or the test has a stage of a kind, or might have.
  func mayHave(_ stage: String) -> Bool {
    unknown != nil || effects.contains { $0.stage == StageKind(stage) }
  }
}
