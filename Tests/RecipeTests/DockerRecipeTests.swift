import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import TestSupport
import Testing

/// The documentation's Dockerfile. Stand-ins replace the commands that would change this machine.
struct DockerRecipeTests {
  private static func with(_ body: (Dockerfile, RecipeShell) async throws -> Void) async throws {
    let directory = try TemporaryDirectory()
    let folder = URL(filePath: directory.path)
    let shell = try RecipeShell(in: folder, folder: folder.appending(path: "build"))
    try await body(try Dockerfile(DocumentationPage.recipe("docker")), shell)
  }

  @Test func theImageHasTheProgramAndIsNotRoot() async throws {
    let stages = try Dockerfile(DocumentationPage.recipe("docker")).stages
    let (build, last) = (try #require(stages.first), try #require(stages.last))
    #expect(stages.count == 2 && build.name == "build")
    // The program is built against the C library of the system that runs it.
    #expect(build.image.hasSuffix("-bookworm") && last.image == "debian:12-slim")
    let copies = last.arguments("COPY")
    #expect(copies == ["--from=build /usr/local/bin/flowform /usr/local/bin/flowform"])
    let user = try #require(last.instructions.firstIndex { $0.name == "USER" })
    // Kubernetes only recognizes a number as a user other than root.
    #expect(try #require(Int(last.instructions[user].arguments)) > 0)
    #expect(last.instructions[user...].allSatisfy { $0.name != "RUN" && $0.name != "COPY" })
    let commands = try ["ENTRYPOINT", "CMD"].flatMap(last.arguments).map { try JSONReader.read($0) }
    #expect(commands == [["flowform"], ["--help"]])
  }

  /// The packages are exactly those that the program is linked with.
  @Test(.enabled(if: FlowformProcess.isReleased, "needs a release build, as FLOWFORM_PROGRAM names it"))
  func thePackagesAreThoseThatTheProgramNeeds() async throws {
    try await Self.with { dockerfile, shell in
      var shell = shell
      for name in ["apt-get", "useradd", "rm", "install"] { try shell.replace(name) }
      let script = try #require(dockerfile.stages.last?.arguments("RUN").joined(separator: "\n"))
      // Only the stand-ins can be found, and no pattern expands to files of this machine.
      shell.variables["PATH"] = shell.tools.path
      let run = try await shell(script, options: ["-feuo", "pipefail"])
      #expect(run.status == 0, "\(run.error)")
      #expect(shell.calls("rm") == ["-rf /var/lib/apt/lists/*"])
      let user = try #require(dockerfile.stages.last?.arguments("USER").first)
      #expect(shell.calls("useradd") == ["--uid \(user) --create-home flowform"])
      #expect(shell.calls("install").first?.hasSuffix(" /work") == true)
      let calls = shell.calls("apt-get")
      #expect(calls.count == 2 && calls[0] == "update -q", "\(calls)")
      let named = Set(calls[1].split(separator: " ").map(String.init).filter { !$0.hasPrefix("-") })
        .subtracting(["install"])
      // Swift's own libraries are part of the static program.
      let needed = try await RecipeShell(in: shell.folder, folder: shell.folder)(
        """
        ldd "$(readlink -f "$(command -v flowform)")" | awk '$2 == "=>" { print $3 }' | grep -v /swift/ |
          while read -r link; do
            file=$(readlink -f "$link")
            # dpkg knows a file by the path of its package, which may lack the /usr that it was moved below.
            dpkg -S "$file" 2>/dev/null || dpkg -S "${file#/usr}"
          done | cut -d: -f1 | sort -u
        """)
      #expect(needed.status == 0, "\(needed.error)")
      let packages = Set(needed.output.split(separator: "\n").map(String.init))
      #expect(packages.contains("libc6"))
      #expect(packages.subtracting(["libc6", "libgcc-s1"]) == named.subtracting(["ca-certificates"]))
      #expect(named.contains("ca-certificates"))
    }
  }

  @Test func theBuildMakesTheProgram() async throws {
    try await Self.with { dockerfile, shell in
      let build = dockerfile.stages[0]
      for copy in build.instructions where copy.name == "COPY" {
        for source in copy.words.dropLast() {
          let file = ProjectRoot.url.appending(path: source)
          #expect(FileManager.default.fileExists(atPath: file.path), "\(source)")
        }
      }
      try shell.replace("apt-get")
      // The output of such a build, instead of a real build that takes minutes.
      try shell.replace(
        "swift",
        by: """
          [ "$*" = "build -c release --static-swift-stdlib --scratch-path .build-static --product flowform" ] || exit 1
          mkdir -p .build-static/release && cp -L "$(command -v flowform)" .build-static/release/flowform
          """)
      let built = shell.folder.appending(path: "built").path
      try shell.replace(
        "strip",
        by: "[ \"$1 $2\" = \"-o \(dockerfile.program ?? "")\" ] && exec /usr/bin/strip -o \(built) \"$3\"")
      for script in build.arguments("RUN") {
        let run = try await shell(script)
        #expect(run.status == 0, "\(script): \(run.error)")
      }
      let packages = Set(shell.calls("apt-get").joined(separator: " ").split(separator: " "))
      #expect(packages.isSuperset(of: ["libyaml-dev", "libsqlite3-dev", "zlib1g-dev"]))
      #expect(try await shell("\(built) --version").status == 0)
    }
  }
}
