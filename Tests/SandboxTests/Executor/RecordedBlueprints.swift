import Model
import OrderedCollections

/// The flows of the project's blueprints as they were when the executor was recorded.
///
/// At that time, the enrollment did not ask for a user name.
enum RecordedBlueprints {
  /// The requests that create them, in order. A text that begins with `@` is the key of an earlier object, by its slug
  /// or name.
  static let requests: [(path: String, body: Value)] = [
    flows, stages, policies, prompts,
    bindings.map { flow, stage, order in
      (
        "/flows/bindings/",
        ["target": .string("@" + flow), "stage": .string("@" + stage), "order": .integer(order)]
      )
    },
  ].flatMap { $0 }

  private static let flows = [
    flow(
      "acme-login", "Welcome to Acme", "authentication", "require_unauthenticated", layout: "sidebar_left"),
    flow("acme-logout", "See you soon", "invalidation", "require_authenticated"),
    flow("acme-recovery", "Reset your password", "recovery", "require_unauthenticated"),
    flow(
      "acme-enrollment", "Make your Acme account", "enrollment", "require_unauthenticated",
      layout: "content_left"),
    flow("acme-totp-setup", "Set up an authenticator app", "stage_configuration", "require_authenticated"),
    flow("acme-passkey-setup", "Set up a passkey", "stage_configuration", "require_authenticated"),
  ]

  private static func flow(
    _ slug: String, _ title: String, _ designation: String, _ authentication: String,
    layout: String = "stacked"
  ) -> (path: String, body: Value) {
    (
      "/flows/instances/",
      [
        "name": .string(slug == "acme-enrollment" ? "Join Acme" : slug), "slug": .string(slug),
        "title": .string(title), "designation": .string(designation),
        "authentication": .string(authentication), "layout": .string(layout),
      ]
    )
  }

  private static let stages: [(path: String, body: Value)] = [
    (
      "/stages/identification/",
      [
        "name": "acme-login-identification", "user_fields": ["email", "username"],
        "pretend_user_exists": true,
      ]
    ),
    (
      "/stages/password/",
      [
        "name": "acme-login-password",
        "backends": ["authentik.core.auth.InbuiltBackend", "authentik.core.auth.TokenBackend"],
      ]
    ),
    (
      "/stages/user_login/",
      [
        "name": "acme-login-session", "session_duration": "hours=12", "remember_me_offset": "days=30",
      ]
    ),
    ("/stages/user_logout/", ["name": "acme-logout-end-session"]),
    (
      "/stages/identification/",
      [
        "name": "acme-recovery-identification", "user_fields": ["email", "username"],
        "pretend_user_exists": true,
      ]
    ),
    (
      "/stages/user_write/",
      ["name": "acme-enrollment-write", "user_creation_mode": "always_create", "user_type": "internal"]
    ),
    ("/stages/user_login/", ["name": "acme-enrollment-session"]),
    (
      "/stages/authenticator/totp/",
      ["name": "acme-totp", "friendly_name": "Authenticator app", "digits": "6"]
    ),
    ("/stages/authenticator/webauthn/", ["name": "acme-passkey", "friendly_name": "Passkey"]),
  ]

  private static let policies: [(path: String, body: Value)] = [
    (
      "/policies/password/",
      [
        "name": "acme-strong-password", "password_field": "password", "length_min": 12,
        "error_message": "Please take twelve characters or more.", "check_static_rules": true,
      ]
    ),
    (
      "/policies/expression/",
      [
        "name": "acme-our-domain",
        "expression": "return request.context[\"prompt_data\"][\"email\"].endswith(\"@example.com\")",
      ]
    ),
  ]

  private static let prompts: [(path: String, body: Value)] = questions + [asking]

  private static let questions: [(path: String, body: Value)] =
    [
      ("name", "Your name", "text", "Ada Lovelace"),
      ("email", "Your e-mail address", "email", "ada@example.com"),
      ("password", "A password", "password", "At least twelve characters"),
    ].enumerated().map { order, prompt in
      (
        "/stages/prompt/prompts/",
        [
          "name": .string("acme-enrollment-\(prompt.0)"), "field_key": .string(prompt.0),
          "label": .string(prompt.1), "type": .string(prompt.2), "placeholder": .string(prompt.3),
          "required": true, "order": .integer(order),
        ]
      )
    }

  private static let asking: (path: String, body: Value) = (
    "/stages/prompt/stages/",
    [
      "name": "acme-enrollment-ask",
      "fields": ["@acme-enrollment-name", "@acme-enrollment-email", "@acme-enrollment-password"],
      "validation_policies": ["@acme-strong-password", "@acme-our-domain"],
    ]
  )

  private static let bindings = [
    ("acme-login", "acme-login-identification", 10), ("acme-login", "acme-login-password", 20),
    ("acme-login", "acme-login-session", 30), ("acme-logout", "acme-logout-end-session", 0),
    ("acme-recovery", "acme-recovery-identification", 10), ("acme-enrollment", "acme-enrollment-ask", 10),
    ("acme-enrollment", "acme-enrollment-write", 20), ("acme-enrollment", "acme-enrollment-session", 30),
    ("acme-totp-setup", "acme-totp", 0), ("acme-passkey-setup", "acme-passkey", 0),
  ]

  /// The body with the keys of earlier objects.
  static func resolved(_ body: Value, _ keys: [String: Value]) -> Value {
    switch body {
    case .string(let text) where text.hasPrefix("@"): keys[String(text.dropFirst())] ?? body
    case .list(let items): .list(items.map { resolved($0, keys) })
    case .map(let members): .map(members.mapValues { resolved($0, keys) })
    default: body
    }
  }
}
