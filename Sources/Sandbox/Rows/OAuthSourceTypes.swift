import Model

/// The server's list of OAuth source providers.
enum OAuthSourceTypes {
  /// The `type` of an OAuth source, by the value of `provider_type`.
  static let all: [String: Value] = Dictionary(
    rows.map { row in
      (
        row.name,
        [
          "name": .string(row.name), "verbose_name": .string(row.title),
          "urls_customizable": .bool(row.isCustomizable), "request_token_url": .null,
          "authorization_url": text(row.authorization), "access_token_url": text(row.token),
          "profile_url": text(row.profile), "oidc_well_known_url": text(row.wellKnown),
          "oidc_jwks_url": text(row.keys),
        ]
      )
    }, uniquingKeysWith: { $1 })

  private static func text(_ address: String?) -> Value { address.map(Value.string) ?? .null }

  private typealias Row = (
    name: String, title: String, isCustomizable: Bool, authorization: String?, token: String?,
    profile: String?,
    wellKnown: String?, keys: String?
  )

  private static let rows: [Row] = [
    (
      "apple", "Apple", false,
      "https://appleid.apple.com/auth/authorize", "https://appleid.apple.com/auth/token",
      "", nil,
      nil
    ),
    (
      "openidconnect", "OpenID Connect", true,
      nil, nil,
      nil, nil,
      nil
    ),
    (
      "entraid", "Entra ID", true,
      "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
      "https://login.microsoftonline.com/common/oauth2/v2.0/token",
      "https://graph.microsoft.com/v1.0/me", nil,
      "https://login.microsoftonline.com/common/discovery/keys"
    ),
    (
      "azuread", "Azure AD", true,
      "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
      "https://login.microsoftonline.com/common/oauth2/v2.0/token",
      "https://graph.microsoft.com/v1.0/me", nil,
      "https://login.microsoftonline.com/common/discovery/keys"
    ),
    (
      "discord", "Discord", false,
      "https://discord.com/api/oauth2/authorize", "https://discord.com/api/oauth2/token",
      "https://discord.com/api/users/@me", nil,
      nil
    ),
    (
      "facebook", "Facebook", false,
      "https://www.facebook.com/v7.0/dialog/oauth", "https://graph.facebook.com/v7.0/oauth/access_token",
      "https://graph.facebook.com/v7.0/me?fields=id,name,email", nil,
      nil
    ),
    (
      "github", "GitHub", true,
      "https://github.com/login/oauth/authorize", "https://github.com/login/oauth/access_token",
      "https://api.github.com/user",
      "https://token.actions.githubusercontent.com/.well-known/openid-configuration",
      "https://token.actions.githubusercontent.com/.well-known/jwks"
    ),
    (
      "gitlab", "GitLab", true,
      "https://gitlab.com/oauth/authorize", "https://gitlab.com/oauth/token",
      "https://gitlab.com/oauth/userinfo", "https://gitlab.com/.well-known/openid-configuration",
      "https://gitlab.com/oauth/discovery/keys"
    ),
    (
      "google", "Google", false,
      "https://accounts.google.com/o/oauth2/auth", "https://oauth2.googleapis.com/token",
      "https://www.googleapis.com/oauth2/v1/userinfo",
      "https://accounts.google.com/.well-known/openid-configuration",
      "https://www.googleapis.com/oauth2/v3/certs"
    ),
    (
      "mailcow", "Mailcow", true,
      nil, nil,
      nil, nil,
      nil
    ),
    (
      "okta", "Okta", true,
      nil, nil,
      nil, nil,
      nil
    ),
    (
      "patreon", "Patreon", false,
      "https://www.patreon.com/oauth2/authorize", "https://www.patreon.com/api/oauth2/token",
      "https://www.patreon.com/api/oauth2/api/current_user", nil,
      nil
    ),
    (
      "reddit", "Reddit", false,
      "https://www.reddit.com/api/v1/authorize", "https://www.reddit.com/api/v1/access_token",
      "https://oauth.reddit.com/api/v1/me", nil,
      nil
    ),
    (
      "slack", "Slack", false,
      "https://slack.com/oauth/v2/authorize", "https://slack.com/api/oauth.v2.access",
      "https://slack.com/api/openid.connect.userInfo", nil,
      nil
    ),
    (
      "twitch", "Twitch", false,
      "https://id.twitch.tv/oauth2/authorize", "https://id.twitch.tv/oauth2/token",
      "https://id.twitch.tv/oauth2/userinfo", nil,
      nil
    ),
    (
      "twitter", "Twitter", false,
      "https://twitter.com/i/oauth2/authorize", "https://api.twitter.com/2/oauth2/token",
      "https://api.twitter.com/2/users/me", nil,
      nil
    ),
    (
      "wechat", "WeChat", false,
      "https://open.weixin.qq.com/connect/qrconnect", "https://api.weixin.qq.com/sns/oauth2/access_token",
      "https://api.weixin.qq.com/sns/userinfo", nil,
      nil
    ),
  ]
}
