package import Model

/// Who may open which application, by the policies, groups and users that are bound to it.
///
/// It shows the bindings as authentik reads them: disabled ones do not count, and without any that counts, everybody
/// may open the application.
package struct AccessGraph: Sendable, Hashable {
  /// A policy, group or user that is bound to an application.
  package struct Gate: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
      case policy, group, user
    }

    package let kind: Kind
    package let name: String
    /// True if its answer is negated.
    package let isNegated: Bool
    package let isEnabled: Bool
    package let order: Int
    /// True if a policy that cannot be evaluated counts as passed.
    package let passesOnFailure: Bool
    /// The planned action of the binding or of what it binds; nil without a plan.
    package let action: Action?

    /// True if it decides about access, after the plan if there is one.
    package var decides: Bool { isEnabled && action != .delete }
  }

  /// A flow that a provider uses.
  package struct FlowUse: Sendable, Hashable {
    /// Such as `authorization`.
    package let purpose: String
    package let slug: String
  }

  package struct Provider: Sendable, Hashable {
    package let name: String
    /// Such as `oauth2` or `saml`.
    package let kind: String
    package let flows: [FlowUse]
    package let action: Action?
  }

  /// How the answers of several gates are combined.
  package enum Mode: String, Sendable, Hashable {
    case any, all
  }

  /// What decides who may open an application.
  package enum Access: Sendable, Hashable {
    case gated
    /// No gate decides, so everybody may open it.
    case everybody
    /// There may be gates that the picture does not know.
    case unknown
  }

  package struct Application: Sendable, Hashable {
    package let slug: String
    /// The name that people see; empty if it is not known.
    package let name: String
    package let mode: Mode
    package let gates: [Gate]
    /// The bindings that a condition, a label or a selection leaves out.
    package let leftOutGates: Int
    /// False if only bindings of it are known.
    package let isDescribed: Bool
    /// Nil if it has none: then it is only a link.
    package let provider: Provider?
    package let backchannelProviders: [Provider]
    package let access: Access
    package let action: Action?
  }

  /// In the order of their slugs.
  package let applications: [Application]
  /// Providers that no application uses, so nobody can use them.
  package let unusedProviders: [Provider]

  /// The applications that everybody may open.
  package var open: [Application] { applications.filter { $0.access == .everybody } }
}

extension AccessGraph.Application {
  /// The gates that decide.
  package var decidingGates: [AccessGraph.Gate] { gates.filter(\.decides) }

  /// The provider and those of the back channel.
  package var providers: [(provider: AccessGraph.Provider, isBackchannel: Bool)] {
    [provider].compactMap { $0 }.map { ($0, false) } + backchannelProviders.map { ($0, true) }
  }

  func masked(by mask: SecretMask) -> AccessGraph.Application {
    AccessGraph.Application(
      slug: mask(slug), name: mask(name), mode: mode, gates: gates.map { $0.masked(by: mask) },
      leftOutGates: leftOutGates, isDescribed: isDescribed, provider: provider?.masked(by: mask),
      backchannelProviders: backchannelProviders.map { $0.masked(by: mask) }, access: access, action: action)
  }
}

extension AccessGraph.Gate {
  fileprivate func masked(by mask: SecretMask) -> AccessGraph.Gate {
    AccessGraph.Gate(
      kind: kind, name: mask(name), isNegated: isNegated, isEnabled: isEnabled, order: order,
      passesOnFailure: passesOnFailure, action: action)
  }
}

extension AccessGraph.Provider {
  func masked(by mask: SecretMask) -> AccessGraph.Provider {
    AccessGraph.Provider(
      name: mask(name), kind: kind,
      flows: flows.map { AccessGraph.FlowUse(purpose: $0.purpose, slug: mask($0.slug)) }, action: action)
  }
}
