import HTTPTypes
import Model
import OrderedCollections

/// One request to a flow: what stages and policies see, and what they may change.
///
/// It lives inside one transaction of the store.
final class FlowRun {
  let store: StoreTransaction
  let sessions: FlowSessions
  let traits: ServerTraits
  let request: SandboxRequest
  let flow: StoredObject
  /// The browser's own query, which a client sends along in `query`.
  private(set) var parameters: [(name: String, value: String)]
  /// Seconds since 1970.
  let now: Double
  var session: FlowSession
  /// The plan of the run; nil before it is made.
  var plan: FlowPlan?
  /// The names of the policies and prompts whose Python was not evaluated and counted as passed.
  var notEvaluated: OrderedSet<String> = []
  /// The primary key of the user of the request's token. Stages take this user for the visitor.
  var tokenUser: Value?
  /// Whether a redirect stage leads here.
  var isRedirected = false
  /// The plan of another flow, which takes the place of this one's.
  var next: FlowPlan?
  /// Further cookies to set, as whole header values.
  var cookies: [String] = []

  init(
    store: StoreTransaction, sessions: FlowSessions, traits: ServerTraits, request: SandboxRequest,
    flow: StoredObject, now: Double, session: FlowSession
  ) {
    self.store = store
    self.sessions = sessions
    self.traits = traits
    self.request = request
    self.flow = flow
    self.now = now
    self.session = session
    parameters = SandboxRequest.query(request.parameter("query") ?? "")
  }

  /// The pending stage's fields.
  var stage: ValueMap { plan?.steps.first?.stage.fields ?? [:] }

  /// The fields of the binding of the pending stage.
  var binding: ValueMap { plan?.steps.first?.binding.fields ?? [:] }

  /// A parameter of the browser's query; the last one if it is repeated.
  func parameter(_ name: String) -> String? { parameters.last { $0.name == name }?.value }

  /// The user who is signed in.
  var sessionUser: StoredObject? {
    get throws { try session.user.flatMap { try store.object(referredToAs: TokenUsers.model, by: $0) } }
  }

  /// Who makes the request.
  var requestUser: StoredObject? {
    get throws {
      guard let tokenUser else { return try sessionUser }
      return try store.object(referredToAs: TokenUsers.model, by: tokenUser)
    }
  }

  /// The user that the run is about, or else who makes the request; nil for a pretended one.
  var user: StoredObject? {
    get throws {
      switch plan?.context.user {
      case .stored(let key): try store.object(referredToAs: TokenUsers.model, by: key)
      case .pretended: nil
      case nil: try requestUser
      }
    }
  }

  /// The name of the run's user for display: what the visitor entered comes first.
  var shownUsername: String {
    get throws {
      if let identifier = plan?.context.identifier { return identifier }
      if case .pretended(let name) = plan?.context.user { return name }
      return try user?.fields["username"]?.string ?? ""
    }
  }

  /// Forgets the browser's query, as a session that ends does.
  func forgetParameters() { parameters = [] }

  /// Changes what the run knows.
  func change(_ body: (inout PlanContext) throws -> Void) rethrows {
    guard var plan else { return }
    try body(&plan.context)
    self.plan = plan
  }
}
