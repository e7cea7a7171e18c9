extension RewriteCase {
  private static func provider(_ name: String, _ attrs: String) -> RewriteCase {
    RewriteCase(
      name, to: "2024.12",
      """
      version: 1
      # providers
      entries:
        - model: authentik_providers_oauth2.oauth2provider
          identifiers:
            name: x
          attrs:
            authorization_flow: !Find [authentik_flows.flow, [slug, a]]
            invalidation_flow: !Find [authentik_flows.flow, [slug, b]]
      \(attrs)
      # the end
      """)
  }

  private static func group(_ name: String, _ attrs: String) -> RewriteCase {
    RewriteCase(
      name, to: "2025.12",
      """
      version: 1
      entries:
      - model: authentik_core.group
        id: root
        identifiers: {name: root}
      - model: authentik_core.group
        identifiers: {name: x}
      \(attrs)
      - model: authentik_core.group
        identifiers: {name: last}
      """)
  }

  /// Texts and single values that become lists.
  static let lists: [RewriteCase] = [
    provider(
      "one address",
      "      redirect_uris:« https://a.example/cb⇒\n        - matching_mode: strict\n          url: https://a.example/cb»"
    ),
    provider(
      "one address with a comment",
      "      redirect_uris:« https://a.example/cb⇒» # prod«⇒\n        - matching_mode: strict\n          url: https://a.example/cb»\n      client_id: a"
    ),
    provider(
      "an address in double quotes",
      "      redirect_uris:« \"https://a.example/cb\"⇒\n        - matching_mode: \"strict\"\n          url: \"https://a.example/cb\"»"
    ),
    provider(
      "an address in single quotes",
      "      redirect_uris:« 'https://a.example/cb?x=1'⇒\n        - matching_mode: 'regex'\n          url: 'https://a.example/cb?x=1'»"
    ),
    provider(
      "a literal of several addresses",
      "      redirect_uris:« |⇒»\n        «https://a.example/cb⇒- matching_mode: strict\n          url: https://a.example/cb»\n        «https://b.example/.*⇒- matching_mode: regex\n          url: \"https://b.example/.*\"»\n      client_id: a"
    ),
    provider(
      "a literal with a comment and a chomping sign",
      "      redirect_uris:« |-⇒»  # two\n        «https://a.example/cb⇒- matching_mode: strict\n          url: https://a.example/cb»\n        «*⇒- matching_mode: regex\n          url: \".*\"»\n\n      client_id: a"
    ),
    provider(
      "a folded text",
      "      redirect_uris:« >⇒»\n        «https://a.example/cb\n        https://b.example/cb⇒- matching_mode: strict\n          url: https://a.example/cb\n        - matching_mode: strict\n          url: https://b.example/cb»"
    ),
    provider(
      "a text of several lines without quotes",
      "      redirect_uris:« https://a.example/cb\n        https://b.example/cb⇒\n        - matching_mode: strict\n          url: https://a.example/cb\n        - matching_mode: strict\n          url: https://b.example/cb»"
    ),
    provider(
      "lines in double quotes",
      "      redirect_uris:« \"https://a.example/cb\\nhttps://b.example/cb\"⇒\n        - matching_mode: \"strict\"\n          url: \"https://a.example/cb\"\n        - matching_mode: \"strict\"\n          url: \"https://b.example/cb\"»"
    ),
    provider("an empty text", "      redirect_uris: «\"\"⇒[]»"),
    provider("an empty text in single quotes with a comment", "      redirect_uris: «''⇒[]»   # any"),
    provider(
      "a text that is on the next line",
      "      redirect_uris:\n        «https://a.example/cb⇒[{matching_mode: strict, url: \"https://a.example/cb\"}]»"
    ),
    provider(
      "a text with an anchor",
      "      redirect_uris: &uris« https://a.example/cb⇒\n        - matching_mode: strict\n          url: https://a.example/cb»"
    ),
    provider(
      "a text that does not compile",
      "      redirect_uris:« https://a.example/(cb⇒\n        - matching_mode: strict\n          url: https://a.example/(cb»"
    ),
    provider(
      "a list stays",
      "      redirect_uris:\n      - {matching_mode: strict, url: https://a.example/cb}   # one\n      - matching_mode: regex\n        url: '.*'"
    ),
    RewriteCase(
      "an address in a flow map", to: "2024.12",
      """
      version: 1
      entries:
      - {model: authentik_providers_oauth2.oauth2provider, identifiers: {name: x}, attrs: {invalidation_flow: !Find [authentik_flows.flow, [slug, b]],
         redirect_uris: «"https://a.example/cb https://b.example/.*"⇒[{matching_mode: "strict", url: "https://a.example/cb"}, {matching_mode: "regex", url: "https://b.example/.*"}]», authorization_flow: !Find [authentik_flows.flow, [slug, a]]}}
      """),
    RewriteCase(
      "one text behind two aliases", to: "2024.12",
      """
      version: 1
      entries:
      - model: authentik_providers_oauth2.oauth2provider
        identifiers: {name: x}
        attrs: &attrs
          authorization_flow: !Find [authentik_flows.flow, [slug, a]]
          invalidation_flow: !Find [authentik_flows.flow, [slug, b]]
          redirect_uris:« https://a.example/cb⇒
          - matching_mode: strict
            url: https://a.example/cb»
      - model: authentik_providers_oauth2.oauth2provider
        identifiers: {name: y}
        attrs: *attrs
      - model: authentik_providers_oauth2.oauth2provider
        identifiers: {name: z}
        attrs:
          <<: *attrs
          client_id: z
      """),
    group(
      "a look-up",
      "  attrs: {«parent: !Find [authentik_core.group, [name, root]]⇒parents: [!Find [authentik_core.group, [name, root]]]»}"
    ),
    group("a reference", "  attrs:\n    «parent: !KeyOf root⇒parents: [!KeyOf root]»   # above"),
    group("null", "  attrs:\n    «parent: null⇒parents: []»\n    is_superuser: false"),
    group("nothing", "  attrs:\n    «parent:⇒parents: []»\n    is_superuser: false"),
    group(
      "a key",
      "  attrs:\n    «parent: 6f9619ff-8b86-d011-b42d-00cf4fc964ff⇒parents: [6f9619ff-8b86-d011-b42d-00cf4fc964ff]»"
    ),
    group(
      "a key in quotes",
      "  attrs:\n    «parent: '6f9619ff-8b86-d011-b42d-00cf4fc964ff'⇒parents: ['6f9619ff-8b86-d011-b42d-00cf4fc964ff']»"
    ),
    group(
      "a look-up in lines",
      "  attrs:\n    «parent:⇒parents:\n    -» !Find   # above\n    «⇒  »- authentik_core.group\n    «⇒  »- [name, root]\n    is_superuser: false"
    ),
    group(
      "a look-up in indented lines",
      "  attrs:\n    «parent:⇒parents:\n    -» !Find\n      - authentik_core.group\n      -\n        - name\n        - root"
    ),
    group("null with a tag", "  attrs: {«parent: !!null⇒parents: []», is_superuser: false}"),
    provider(
      "an address with a variable",
      "      redirect_uris:« https://${HOST}/cb⇒\n        - matching_mode: strict\n          url: \"https://${HOST}/cb\"»"
    ),
    provider(
      "patterns that Python does not compile, or only Python",
      "      redirect_uris:« 'https://a.example/(?<x>y) https://a.example/[]a]'⇒\n        - matching_mode: 'strict'\n          url: 'https://a.example/(?<x>y)'\n        - matching_mode: 'regex'\n          url: 'https://a.example/[]a]'»"
    ),
    RewriteCase(
      "addresses in JSON", to: "2024.12",
      """
      {"version": 1, "entries": [{"model": "authentik_providers_oauth2.oauth2provider", "identifiers": {"name": "x"},
        "attrs": {"authorization_flow": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "invalidation_flow": "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
          "redirect_uris": «"https://a.example/cb"⇒[{"matching_mode": "strict", "url": "https://a.example/cb"}]»}}]}
      """),
    group("an anchor", "  attrs:\n    «parent: &parent !KeyOf root⇒parents: [&parent !KeyOf root]»"),
    RewriteCase(
      "an alias", to: "2025.12",
      """
      version: 1
      context:
        key: &key 6f9619ff-8b86-d011-b42d-00cf4fc964ff
      entries:
      - model: authentik_core.group
        identifiers: {name: x}
        attrs: {«parent: *key⇒parents: [*key]»}
      """),
    RewriteCase(
      "a filter group", to: "2026.2",
      """
      version: 1
      entries:
      - model: authentik_providers_scim.scimprovider
        identifiers:
          name: x
        attrs:
          url: https://a.example
          token: !Env SCIM_TOKEN
          «filter_group: !Find [authentik_core.group, [name, a]]⇒group_filters: [!Find [authentik_core.group, [name, a]]]»
      """),
  ]
}
