import Catalog
import Model
import Testing
import Upgrading

/// What an upgrade says.
struct UpgradeTests {
  private func findings(_ text: String, from: String? = nil, to: String) throws -> [UpgradeFinding] {
    func version(_ name: String) throws -> (String, Catalog) {
      (name, try EmbeddedCatalog.named(name).load())
    }
    let versions = UpgradeVersions(from: try from.map(version), to: try version(to))
    let upgrade = Upgrade([SourceText(file: "a.yaml", bytes: Array(text.utf8))], versions)
    #expect(upgrade.diagnostics.isEmpty)
    return upgrade.files[0].findings
  }

  private func lines(_ findings: [UpgradeFinding]) -> [String] {
    findings.map { finding in
      let diagnostic = finding.diagnostic()
      return
        "\(finding.location.line):\(finding.location.column) \(diagnostic.severity): \(diagnostic.message)"
    }
  }

  /// Each row has the reason why a form is told and not rewritten.
  @Test(arguments: [
    (
      "- {model: authentik_core.group, identifiers: {name: a}, attrs: {parent: null, parents: []}}",
      "2025.12",
      "`parents` is there as well; keep one of them"
    ),
    (
      "- {model: authentik_core.group, identifiers: {name: a, parent: !KeyOf b}}", "2025.12",
      "`parents` is a list, which cannot identify an object"
    ),
    (
      "- {model: authentik_core.group, identifiers: {name: a}, attrs: {parent: null}}\n- {model: authentik_core.group, identifiers: {name: a}, attrs: {parents: []}}",
      "2025.12", "`parents` is there as well; keep one of them"
    ),
    (
      "- {model: authentik_stages_email.emailstage, identifiers: {name: a}, attrs: {token_expiry: &n 30}}\n- {model: authentik_stages_email.emailstage, identifiers: {name: b}, attrs: {token_expiry: minutes=30, timeout: *n}}",
      "2025.4", "other places refer to the anchor &n"
    ),
    (
      "- {model: authentik_providers_oauth2.oauth2provider, state: absent, identifiers: {name: a}, attrs: {redirect_uris: !Env URIS}}",
      "2024.12", "a tag makes the value"
    ),
    (
      "- {model: authentik_stages_email.emailstage, identifiers: {name: a}, attrs: {token_expiry: !Env EXPIRY}}",
      "2025.4", "a tag makes the value"
    ),
    (
      "- {model: authentik_policies_expression.expressionpolicy, identifiers: {name: a}, attrs: {expression: !Format ['return user.ak_groups %s', a]}}",
      "2026.2", "a tag makes the value"
    ),
    (
      "- {model: authentik_providers_oauth2.oauth2provider, state: absent, identifiers: {name: a}, attrs: {redirect_uris: '{{ url }}/cb'}}",
      "2024.12", "it looks like the template of a text; render it first"
    ),
    (
      "- {model: authentik_stages_dummy.dummystage, identifiers: {name: a}, attrs: {flow_set: &f [], throw_error: true}}\n- {model: authentik_core.group, identifiers: {name: a}, attrs: {roles: *f}}",
      "2025.12", "other places refer to its anchor"
    ),
    (
      "- model: authentik_providers_proxy.proxyprovider\n  identifiers: {name: a, external_host: https://a.example}\n  attrs: &a\n    authorization_flow: !KeyOf f\n- model: authentik_providers_oauth2.oauth2provider\n  identifiers: {name: b}\n  attrs:\n    <<: *a\n    invalidation_flow: !KeyOf f",
      "2024.10", "other places refer to the anchor &a"
    ),
    (
      "- model: authentik_core.group\n  identifiers: {name: a}\n  attrs: &a\n    parent: !KeyOf b\n- model: authentik_core.group\n  identifiers: {name: c}\n  attrs:\n    <<: *a\n    parents: []",
      "2025.12", "entries share this line that need different forms"
    ),
  ])
  func saysWhyItDoesNotRewrite(entries: String, version: String, reason: String) throws {
    let found = try findings("version: 1\nentries:\n\(entries)\n", to: version)
    #expect(found.contains { $0.rewriting == .blocked(reason) }, "\(lines(found))")
  }

  @Test func tellsPlaceVersionAndAdvice() throws {
    let found = try findings(
      """
      version: 1
      entries:
      - model: authentik_providers_oauth2.oauth2provider
        identifiers: {name: a}
        attrs:
          authorization_flow: !Find [authentik_flows.flow, [slug, a]]
          redirect_uris: https://a.example
          property_mappings:
          - !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-email]]
          jwks_sources: []
      - model: authentik_policies_reputation.reputationpolicy
        identifiers: {name: a}
        attrs: {threshold: -10}
      - model: authentik_stages_consent.userconsent
        identifiers: {name: a}
      - model: authentik_core.application
        state: must_created
        identifiers: {slug: token}
        attrs: {name: a, meta_icon: /media/public/a.png, titel: a}
      - model: authentik_sources_oauth.oauthsource
        identifiers: {slug: a}
        attrs: {name: a, provider_type: azuread, consumer_key: a, consumer_secret: a}
        permissions:
        - {permission: view_oauthsource, user: !Find [authentik_core.user, [ak_groups__name, a]]}
      - model: authentik_rbac.role
        identifiers: {name: a}
        attrs: {permissions: [authentik_core.add_user, authentik_core.assign_user_permissions]}
      """, to: "2026.8")
    let expected = """
      3:3 warning: as of authentik 2024.10, a create of authentik_providers_oauth2.oauth2provider needs `invalidation_flow`: authentik gave every existing provider the shipped invalidation flow; --write rewrites it
      3:3 warning: as of authentik 2026.5, leaving `grant_types` out means something else: a provider that is created without it refuses every login. The list allows what was allowed before; shorten it: a web application needs authorization_code and refresh_token, a machine client_credentials; --write rewrites it
      7:20 error: as of authentik 2024.10.3, `redirect_uris` is a list of objects: before, each line was tried as a regular expression, in which `.` matches any character and `?` makes the one before it optional; look at each `regex`; --write rewrites it
      9:7 note: the shipped scope mapping for `email` changed in authentik 2025.10: its claim `email_verified` is false now. Applications that insist on a verified address need a scope mapping of their own for `email`
      10:5 warning: as of authentik 2024.12, `jwks_sources` is named `jwt_federation_sources`, and the old name is ignored; --write rewrites it
      13:22 warning: as of authentik 2025.4, the score of an address and name stays between -5 and 5, so a lower threshold is only met when several add up; raise it, or set the limits in the system settings
      14:10 error: as of authentik 2025.10, authentik_stages_consent.userconsent no longer exists: remove these entries: authentik's importer refuses the whole file
      17:10 note: as of authentik 2024.12, `must_created` refuses an object that exists; before, it was updated. Use `created` to leave an existing object alone
      18:23 error: as of authentik 2025.8, `slug` refuses `token`: it is reserved; choose another one, which changes the addresses of the application
      19:31 error: as of authentik 2025.12, `meta_icon` refuses `/media/public/a.png`: it takes an http or https address, fa://name, a path below /static, or the name of an uploaded file; other absolute paths are refused; --write --inferred rewrites it
      19:31 note: as of authentik 2025.12, `meta_icon` takes effect in a blueprint; before, authentik ignored it
      19:52 warning: unknown field `titel`; the server ignores it
      22:35 error: as of authentik 2026.8, `provider_type` no longer takes `azuread`; `entraid` replaces it: it is valid since 2025.8 and behaves the same; --write --inferred rewrites it
      24:5 note: as of authentik 2025.12, permissions for a user go to a managed role of the user; better name a role
      24:71 error: as of authentik 2026.2, `ak_groups` is named `groups` in look-ups of authentik_core.user: the old name is an error of the query; --write rewrites it
      27:24 note: as of authentik 2025.12, permissions are added to those that the role has; revoke by hand what you take out of the list
      27:24 error: as of authentik 2026.2, `permissions` refuses an item: this permission is gone; take it out
      """
    #expect(lines(found).joined(separator: "\n") == expected)
  }

  @Test func onlyTheWayCounts() throws {
    let text = """
      version: 1
      entries:
      - model: authentik_core.group
        identifiers: {name: a}
        attrs: {parent: null, nonsense: 1}
      """
    #expect(try findings(text, to: "2025.12").map(\.code) == ["renamed", "ignored"])
    #expect(try findings(text, from: "2025.10", to: "2025.12").map(\.code) == ["renamed"])
    #expect(try findings(text, from: "2025.12", to: "2026.2").isEmpty)
    #expect(try findings(text, to: "2025.10").map(\.code) == ["ignored"])
  }

  /// Each row has an entry, and the changes that it is told of.
  @Test(arguments: [
    (
      "- {model: authentik_core.application, identifiers: {slug: a}, attrs: {name: a, icon: https://a.example}}",
      []
    ),
    (
      "- {model: authentik_core.application, identifiers: {slug: a}, attrs: {name: a, icon: /media/a}}",
      ["constraint"]
    ),
    (
      "- {model: authentik_core.application, identifiers: {slug: a}, attrs: {name: a, icon: /static/../a}}",
      ["constraint"]
    ),
    ("- {model: authentik_core.group, identifiers: {name: a}, attrs: {is_superuser: false}}", []),
    ("- {model: authentik_core.group, identifiers: {name: a}, attrs: {is_superuser: true}}", ["meaning"]),
    (
      "- {model: authentik_providers_scim.scimprovider, identifiers: {name: a}, attrs: {url: a, token: a, property_mappings: [!Find [authentik_core.propertymapping, [managed, a]]]}}",
      []
    ),
    (
      "- {model: authentik_providers_proxy.proxyprovider, identifiers: {name: a}, attrs: {property_mappings: [!Find [authentik_providers_oauth2.scopemapping, [scope_name, email]]]}}",
      ["shipped"]
    ),
    (
      "- {model: authentik_providers_proxy.proxyprovider, identifiers: {name: a}, attrs: {property_mappings: [!Find [authentik_core.propertymapping, [managed, goauthentik.io/providers/oauth2/scope-email]]]}}",
      ["shipped"]
    ),
    (
      "- {model: authentik_policies_expression.expressionpolicy, identifiers: {name: a}, attrs: {expression: 'return request.user.groups.all()'}}",
      ["meaning"]
    ),
    (
      "- {model: authentik_policies_expression.expressionpolicy, identifiers: {name: a}, attrs: {expression: 'return ak_user_by(ak_groups__name=\"a\")'}}",
      ["meaning"]
    ),
    (
      "- {model: authentik_sources_saml.samlsource, identifiers: {slug: a}, attrs: {verification_kp: !KeyOf a, signed_assertion: false}}",
      ["rule"]
    ),
    (
      "- {model: authentik_policies.policybinding, identifiers: {order: 0, user: !Find [authentik_core.user, [!Context ak_groups, z]]}}",
      []
    ),
  ])
  func tellsWhatMatters(entry: String, codes: [String]) throws {
    let found = try findings("version: 1\nentries:\n\(entry)\n", from: "2024.8", to: "2026.5")
    #expect(found.map(\.code) == codes, "\(lines(found))")
  }

  @Test func linesOfOthersAreToldOnce() throws {
    let found = try findings(
      """
      version: 1
      entries:
      - model: authentik_core.group
        identifiers: {name: a}
        attrs: &a {parent: null}
      - model: authentik_core.group
        identifiers: {name: b}
        attrs: *a
      """, to: "2025.12")
    #expect(found.count == 1, "\(lines(found))")
  }

  /// Patches of a family can change it as well.
  @Test func patchesCount() throws {
    let text = """
      version: 1
      entries:
      - model: authentik_sources_kerberos.kerberossource
        identifiers: {slug: a}
        attrs: {name: a, realm: A, kadmin_type: other}
      """
    #expect(try findings(text, from: "2025.10", to: "2025.12").map(\.code) == ["choice"])
    #expect(try findings(text, from: "2025.10", to: "2025.12.1").isEmpty)
    #expect(try findings(text, from: "2025.12.1", to: "2025.12.2").map(\.code) == ["choice"])
    #expect(try findings(text, from: "2025.12", to: "2026.2").map(\.code) == ["choice"])
  }
}
