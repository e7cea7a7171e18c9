import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Sandbox
import ServerSupport
import TestSupport
import Testing
import YAML

/// The documentation's CronJob. Its container's command runs here as a node runs it.
struct KubernetesRecipeTests {
  /// A workspace and a state server, with the parts that the container sees.
  private struct Scene: Sendable {
    let workspace: Workspace
    let server: TeamServer
    let statePort: Int
    let job: Node
    let container: Node

    /// The secret and the ConfigMap from the first lines of the manifest.
    static let secret = ["token": "sandbox-admin", "state-password": TeamServer.password]

    static func with(_ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
      let manifest = try Node.recipe(DocumentationPage.recipe("kubernetes"))
      let job = try #require(manifest["spec", "jobTemplate", "spec"])
      let container = try #require(job["template", "spec", "containers"]?.items.first)
      let server = TeamServer(.gitlab, user: "flowform")
      try await Workspace.with { workspace in
        try await server.withRunning { port in
          try await body(
            Scene(
              workspace: workspace, server: server, statePort: port, job: job, container: container))
        }
      }
    }

    /// The exit statuses after which a pod is not retried.
    var final: [Int32] {
      let rule = job["podFailurePolicy", "rules"]?.items.first
      return rule?["onExitCodes", "values"]?.list.compactMap { Int32($0) } ?? []
    }

    /// The local address for an address in the manifest.
    private func local(_ value: String) -> String {
      value.replacing("https://authentik.example.com", with: workspace.url)
        .replacing("https://gitlab.example.com", with: "http://127.0.0.1:\(statePort)")
    }

    private func variables(below root: URL) throws -> [String: String] {
      var variables: [String: String] = [:]
      for item in container["env"]?.items ?? [] {
        var value = try #require(
          item["value"]?.text ?? item["valueFrom", "secretKeyRef", "key"]?.text.flatMap { Self.secret[$0] })
        // Only variables further up are known.
        for (name, known) in variables { value.replace("$(\(name))", with: known) }
        if value.hasPrefix("/") { value = root.path + value }
        variables[try #require(item["name"]?.text)] = local(value)
      }
      return variables
    }

    /// Runs the container's command in a pod of its own, which is removed afterwards.
    func run(_ arguments: [String]? = nil) async throws -> FlowformProcess.Finished {
      let root = workspace.folder.appending(path: "pod-\(UUID().uuidString)")
      let spec = try #require(job["template", "spec"])
      let volumes = spec["volumes"]?.items ?? []
      for mount in container["volumeMounts"]?.items ?? [] {
        let volume = try #require(volumes.first { $0["name"]?.text == mount["name"]?.text })
        let folder = root.appending(path: try #require(mount["mountPath"]?.text))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if volume["configMap"] != nil {
          try ConfigMapVolume(folder: folder).show(workspace.folder.appending(path: "blueprints"))
        } else {
          #expect(volume["emptyDir"] != nil)
        }
      }
      let folder = root.appending(path: try #require(container["workingDir"]?.text))
      let variables = try variables(below: root)
      // All files are written inside the mounted folders.
      let before = Set(try FileManager.default.contentsOfDirectory(atPath: root.path))
      let finished = try await FlowformProcess(folder: folder.path, variables: variables)
        .run(arguments ?? container["args"]?.list ?? [])
      #expect(Set(try FileManager.default.contentsOfDirectory(atPath: root.path)) == before)
      try FileManager.default.removeItem(at: root)
      return finished
    }
  }

  @Test func theNightlyJobSeesDriftAndTheOtherSetsItBack() async throws {
    try await Scene.with { scene in
      let (workspace, server) = (scene.workspace, scene.server)
      try workspace.write(FlowText.many(2))
      let apply = try await scene.run(["apply", "--yes"])
      #expect(apply.status == 0, "\(apply.error)")
      #expect(workspace.writes.count == 2 && server.lock == nil)
      workspace.sandbox.requests.reset()
      let quiet = try await scene.run()
      #expect(quiet.status == 0, "\(quiet.error)")
      try await workspace.patch("flow-1", ["title": "By hand"])
      workspace.sandbox.requests.reset()
      server.forgetRequests()
      let drift = try await scene.run()
      #expect(drift.status == 2 && drift.output.contains("By hand"), "\(drift.output)\(drift.error)")
      #expect(scene.final.contains(drift.status))
      #expect(workspace.writes.isEmpty && server.requests == [.read])
      #expect(try await scene.run(["apply", "--yes"]).status == 0)
      #expect(try await workspace.flow("flow-1")["title"] == "Flow number 1")
      workspace.sandbox.requests.reset()
      #expect(try await scene.run(["apply", "--yes"]).status == 0)
      #expect(workspace.writes.isEmpty)
      #expect(try await scene.run().status == 0)
    }
  }

  /// Only the failure that may pass by itself is retried.
  @Test func onlyAServerThatCannotBeReachedIsTriedAgain() async throws {
    try await Scene.with { scene in
      let rule = try #require(scene.job["podFailurePolicy", "rules"]?.items.first)
      #expect(rule["action"]?.text == "FailJob")
      #expect(rule["onExitCodes", "containerName"]?.text == scene.container["name"]?.text)
      #expect(rule["onExitCodes", "operator"]?.text == "In")
      let final = scene.final
      // Kubernetes only accepts such a policy if the node never restarts the pod.
      #expect(scene.job["template", "spec", "restartPolicy"]?.text == "Never")
      #expect(scene.job["backoffLimit"]?.text.flatMap { Int($0) } ?? 0 > 0)
      try scene.workspace.write(FlowText.many(1))
      let unreachable = try await scene.run(["drift", "--url", "http://127.0.0.1:1"])
      #expect(unreachable.status == 3 && !final.contains(3))
      let usage = try await scene.run(["drift", "--nonsense"])
      #expect(final.contains(usage.status), "\(usage.status)")
      scene.server.always(.read, .status(403))
      let refused = try await scene.run()
      #expect(final.contains(refused.status), "\(refused.error)")
    }
  }

  @Test func theContainerIsTheImageOfTheOtherRecipe() async throws {
    let image = try #require(try Dockerfile(DocumentationPage.recipe("docker")).stages.last)
    try await Scene.with { scene in
      let spec = try #require(scene.job["template", "spec"])
      #expect(spec["securityContext", "runAsUser"]?.text == image.arguments("USER").first)
      #expect(spec["securityContext", "runAsNonRoot"]?.text == "true")
      #expect(scene.container["workingDir"]?.text == image.arguments("WORKDIR").last)
      // The image's entry point is flowform, and `args` follow it.
      #expect(scene.container["command"] == nil)
      #expect(scene.container["securityContext", "readOnlyRootFilesystem"]?.text == "true")
      let mounts = scene.container["volumeMounts"]?.items ?? []
      let writable = mounts.first { $0["readOnly"] == nil }?["mountPath"]?.text ?? ""
      let cache = scene.container["env"]?.items.first { $0["name"]?.text == "XDG_CACHE_HOME" }?["value"]?.text
      #expect(cache?.hasPrefix(writable + "/") == true)
      let names = scene.container["env"]?.items.filter { $0["valueFrom"] != nil }.compactMap {
        $0["name"]?.text
      }
      #expect(names == ["AUTHENTIK_TOKEN", "FLOWFORM_STATE_PASSWORD"])
    }
  }
}
