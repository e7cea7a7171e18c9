import Catalog
import Model
import OrderedCollections

/// A stage that asks for values, which it leaves in the run for other stages.
struct PromptStage: FlowStage {
  private static let component = "ak-stage-prompt"

  func show(_ run: FlowRun) throws -> StageResult {
    let prompts = try prompts(run).sorted { $0.order < $1.order }
    return .challenge(
      Challenge(
        component: Self.component,
        fields: ["fields": .list(prompts.map { $0.prompt.shown(run.traits) })]))
  }

  func answer(_ sent: ValueMap, _ run: FlowRun) throws -> StageResult {
    let prompts = try prompts(run).map(\.prompt)
    var errors = AnswerErrors()
    var accepted = ValueMap()
    for prompt in prompts {
      switch try outcome(sent[prompt.key], prompt, run) {
      case .accepted(let value?): accepted[prompt.key] = value
      case .accepted: continue
      case .refused(let message, let code): errors.add(message, code: code, to: prompt.key)
      }
    }
    guard errors.isEmpty else { return .refused(errors) }
    for prompt in prompts where prompt.type.keepsInitialValue {
      accepted[prompt.key] = prompt.initialValue
    }
    let passwords = prompts.filter { $0.typeName == "password" }.map(\.key)
    if passwords.count == 2, sent[passwords[0]] != sent[passwords[1]] {
      return .refused(AnswerErrors(AnswerErrors.general, "Passwords don't match."))
    }
    if let errors = try validation(accepted, run) { return .refused(errors) }
    run.change { context in
      context.prompts["component"] = .string(Self.component)
      for (name, value) in accepted { context.set(prompt: name, to: value) }
    }
    return .passed
  }

  /// The stage's prompts, in the order of the database.
  private func prompts(_ run: FlowRun) throws -> [(order: Int, prompt: Prompt)] {
    try (run.stage["fields"]?.list ?? []).compactMap { key in
      guard let prompt = try run.store.object(referredToAs: "authentik_stages_prompt.prompt", by: key)?.fields
      else { return nil }
      return (prompt["order"]?.integer ?? 0, Prompt(prompt, run))
    }
  }

  private func outcome(_ sent: Value?, _ prompt: Prompt, _ run: FlowRun) throws -> PromptAnswer.Outcome {
    let outcome = try PromptAnswer(prompt: prompt, traits: run.traits).outcome(sent)
    guard case .accepted(let value?) = outcome, prompt.typeName == "username", let name = value.string,
      let holder = try run.store.user(named: name), holder.primaryKey != (try run.user)?.primaryKey
    else { return outcome }
    return .refused(message: "Username is already taken.", code: "invalid")
  }

  /// What the stage's policies say about well-formed values, which they see as those of the run; nil if all pass.
  /// Without any message, the answer is refused all the same (recorded).
  private func validation(_ accepted: ValueMap, _ run: FlowRun) throws -> AnswerErrors? {
    let keys = run.stage["validation_policies"]?.list ?? []
    guard !keys.isEmpty else { return nil }
    let context = run.plan?.context
    run.change { context in
      context.prompts = [:]
      for (name, value) in accepted { context.set(prompt: name, to: value) }
    }
    let result = try PolicyEngine(run: run).result(ofPolicies: keys, for: try run.user)
    if let context { run.change { $0 = context } }
    guard !result.passes else { return nil }
    var errors = AnswerErrors()
    for message in result.messages { errors.add(message) }
    return errors
  }
}
