import EndToEndSupport
import Foundation
import FoundationNetworking
import Model
import OrderedCollections
import Sandbox
import TestSupport
import Testing
import YAML

/// The documentation's services. Their commands run here as Kubernetes, systemd and Docker run them.
struct ServiceRecipeTests {
  private static func text(_ title: String) -> String {
    """
    version: 1
    entries:
    - model: authentik_flows.flow
      identifiers: {slug: one}
      attrs: {name: one, title: \(title), designation: authentication}

    """
  }

  /// Runs the arguments of a recipe with pages on a free port.
  private static func serve(
    _ flowform: FlowformProcess, _ arguments: [String],
    _ body: @Sendable (RunningService) async throws -> Void
  ) async throws {
    let local = arguments.map { $0.hasSuffix(":9464") ? "127.0.0.1:0" : $0 }
    let ended = try await flowform.serving(local, body)
    #expect(ended.status == 0, "\(ended.error)")
  }

  private static func title(_ workspace: Workspace) async throws -> String? {
    try? await workspace.flow("one")["title"]?.string
  }

  // MARK: - Kubernetes

  private struct Pod: Sendable {
    let spec: Node
    let container: Node
    let root: URL

    init(in root: URL) throws {
      self.root = root
      let manifest = try Node.recipe(DocumentationPage.recipe("kubernetes-service"))
      spec = try #require(manifest["spec", "template", "spec"])
      container = try #require(spec["containers"]?.items.first)
      #expect(manifest["spec", "replicas"]?.text == "2")
      #expect(
        manifest["spec", "selector", "matchLabels"]?.texts
          == manifest["spec", "template", "metadata", "labels"]?.texts)
    }

    func path(_ mounted: String) -> URL { root.appending(path: mounted) }

    /// flowform in the folder and with the variables of the container.
    func flowform(_ workspace: Workspace) throws -> FlowformProcess {
      var variables: [String: String] = [:]
      for item in container["env"]?.items ?? [] {
        let key = item["valueFrom", "secretKeyRef", "key"]?.text
        var value = try #require(item["value"]?.text ?? (key == "token" ? "sandbox-admin" : nil))
        if value.hasPrefix("/") { value = root.path + value }
        variables[try #require(item["name"]?.text)] = value.replacing(
          "https://authentik.example.com", with: workspace.url)
      }
      for mount in container["volumeMounts"]?.items ?? [] {
        try FileManager.default.createDirectory(
          at: path(try #require(mount["mountPath"]?.text)), withIntermediateDirectories: true)
      }
      return FlowformProcess(
        folder: path(try #require(container["workingDir"]?.text)).path, variables: variables)
    }
  }

  @Test func aDeploymentFollowsItsConfigMap() async throws {
    try await Workspace.with { workspace in
      try workspace.write(Self.text("First"))
      let pod = try Pod(in: workspace.folder.appending(path: "pod"))
      let flowform = try pod.flowform(workspace)
      let source = workspace.folder.appending(path: "blueprints")
      let mounted = ConfigMapVolume(folder: pod.path("/work/blueprints"))
      try mounted.show(source)
      try await Self.serve(flowform, pod.container["args"]?.list ?? []) { service in
        try await service.until("the first title") { try await Self.title(workspace) == "First" }
        try workspace.write(Self.text("Second"))
        try mounted.show(source)
        try await service.until("the second title") { try await Self.title(workspace) == "Second" }
        let address = try await service.address()
        for probe in ["livenessProbe", "readinessProbe"] {
          let path = try #require(pod.container[probe, "httpGet", "path"]?.text)
          let url = try #require(URL(string: address + path))
          let (_, response) = try await URLSession.shared.data(from: url)
          #expect((response as? HTTPURLResponse)?.statusCode == 200)
        }
      }
      // The lock is free again, and the state is complete.
      workspace.sandbox.requests.reset()
      #expect(try await flowform("apply", "--yes").status == 0)
      #expect(
        workspace.writes.count == 2 && workspace.writes.allSatisfy { $0.contains("/managed/blueprints/") })
    }
  }

  @Test func aDeploymentFollowsGitSync() async throws {
    try await Workspace.with { workspace in
      let pod = try Pod(in: workspace.folder.appending(path: "pod"))
      let sync = try #require(try Node.recipe(DocumentationPage.recipe("git-sync")).items.first)
      let options = sync["args"]?.list ?? []
      func option(_ name: String) throws -> String {
        let option = try #require(options.first { $0.hasPrefix("--\(name)=") })
        return String(option.dropFirst(name.count + 3))
      }
      let root = pod.path(try option("root"))
      #expect(sync["volumeMounts"]?.items.first?["mountPath"]?.text == (try option("root")))
      let link = root.appending(path: try option("link"))
      @Sendable func check(out commit: String, _ title: String) throws {
        try workspace.write(
          Self.text(title), to: "pod/git/.worktrees/\(commit)/blueprints/flows.yaml")
        let next = root.appending(path: "next")
        try FileManager.default.createSymbolicLink(
          atPath: next.path, withDestinationPath: ".worktrees/\(commit)")
        #expect(rename(next.path, link.path) == 0)
      }
      try check(out: "a1", "First")
      let arguments = (pod.container["args"]?.list ?? []) + [link.path + "/blueprints"]
      try await Self.serve(try pod.flowform(workspace), arguments) { service in
        try await service.until("the first title") { try await Self.title(workspace) == "First" }
        try check(out: "b2", "Second")
        try await service.until("the second title") { try await Self.title(workspace) == "Second" }
      }
    }
  }

  @Test func thePodIsLockedDown() throws {
    let image = try #require(try Dockerfile(DocumentationPage.recipe("docker")).stages.last)
    let directory = try TemporaryDirectory()
    let pod = try Pod(in: directory.url)
    #expect(pod.spec["securityContext", "runAsUser"]?.text == image.arguments("USER").first)
    #expect(pod.container["workingDir"]?.text == image.arguments("WORKDIR").last)
    #expect(pod.container["securityContext", "readOnlyRootFilesystem"]?.text == "true")
    #expect(pod.container["securityContext", "allowPrivilegeEscalation"]?.text == "false")
    let port = pod.container["ports"]?.items.first
    #expect(port?["containerPort"]?.text == "9464")
    for probe in ["livenessProbe", "readinessProbe"] {
      #expect(pod.container[probe, "httpGet", "port"]?.text == port?["name"]?.text)
    }
  }

  // MARK: - systemd

  @Test func aUnitRuns() async throws {
    let lines = try DocumentationPage.recipe("systemd").split(separator: "\n").map(String.init)
    func values(_ name: String) -> [String] {
      lines.filter { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }
    for hardening in ["NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "RestrictNamespaces"]
    {
      #expect(values(hardening) == ["yes"], "\(hardening)")
    }
    #expect(values("ProtectSystem") == ["strict"] && values("CapabilityBoundingSet") == [""])
    // flowform writes only where the unit lets it.
    #expect(values("WorkingDirectory") == ["/var/lib/" + (values("StateDirectory").first ?? "")])
    let command = try #require(values("ExecStart").first)
    let environment = values("Environment")
    try await Workspace.with { workspace in
      let root = workspace.folder.appending(path: "root").path
      try workspace.write(Self.text("First"), to: "root/etc/flowform/blueprints/flows.yaml")
      try workspace.write("sandbox-admin\n", to: "root/credentials/token")
      try workspace.write("", to: "root/var/lib/flowform/.keep")
      var arguments = command.split(separator: " ").map(String.init)
      #expect(arguments.removeFirst() == "/usr/local/bin/flowform")
      arguments = arguments.map {
        $0.replacing("%d", with: root + "/credentials").replacing("/etc/", with: root + "/etc/")
      }
      var flowform = FlowformProcess(folder: root + "/var/lib/flowform")
      for line in environment {
        let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
        flowform.variables[parts[0]] = parts[1].replacing(
          "https://authentik.example.com", with: workspace.url
        )
        .replacing("/var/", with: root + "/var/")
      }
      try await Self.serve(flowform, arguments) { service in
        try await service.until("the title") { try await Self.title(workspace) == "First" }
      }
      #expect(workspace.exists("root/var/lib/flowform/flowform.state.json"))
    }
  }

  // MARK: - Docker

  @Test func aContainerRunsBesideAuthentik() async throws {
    let service = try #require(try Node.recipe(DocumentationPage.recipe("compose"))["services", "flowform"])
    let image = try #require(try Dockerfile(DocumentationPage.recipe("docker")).stages.last)
    let work = try #require(image.arguments("WORKDIR").last)
    let volume = try #require(service["volumes"]?.list.first).split(separator: ":").map(String.init)
    #expect(volume.count == 3 && volume[1] == work + "/blueprints" && volume[2] == "ro")
    let user = try #require(image.arguments("USER").first)
    // The journal of a state on a server is the one thing that is written.
    #expect(service["tmpfs"]?.list == ["\(work)/.flowform:uid=\(user)"])
    #expect(service["read_only"]?.text == "true")
    let arguments = service["command"]?.list ?? []
    let environment = service["environment"]?.texts ?? [:]
    try await Workspace.with { workspace in
      try workspace.write(Self.text("First"))
      let variables = environment.mapValues {
        $0 == "${FLOWFORM_TOKEN:?}"
          ? "sandbox-admin" : $0.replacing("http://server:9000", with: workspace.url)
      }
      let flowform = FlowformProcess(folder: workspace.folder.path, variables: variables)
      try await Self.serve(flowform, arguments) { service in
        try await service.until("the title") { try await Self.title(workspace) == "First" }
        try workspace.write(Self.text("Second"))
        try await service.until("the second title") { try await Self.title(workspace) == "Second" }
        // In between, somebody else may apply.
        try await service.until("a free lock") {
          try await flowform("state", "unlock").output.contains("is not locked")
        }
      }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path).contains(".flowform"))
    }
  }
}
