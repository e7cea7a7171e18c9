// swift-tools-version: 6.2

import PackageDescription

let orderedCollections = Target.Dependency.product(
  name: "OrderedCollections", package: "swift-collections")

let package = Package(
  name: "flowform",
  products: [
    .executable(name: "flowform", targets: ["flowform"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
  ],
  targets: [
    // Text in: libyaml and the node tree. No pkg-config: it would name a folder of shared libraries before that of the
    // static ones.
    .systemLibrary(name: "CYAML"),
    .target(name: "YAML", dependencies: ["CYAML", "Model", orderedCollections]),

    // Files that are read up to a limit, and replaced whole.
    .target(name: "Files", dependencies: [.product(name: "SystemPackage", package: "swift-system")]),

    // What every stage speaks of: values, places, addresses, and the kinds of object that exist.
    .target(
      name: "Model",
      dependencies: [orderedCollections]),
    .target(
      name: "CatalogData",
      exclude: [
        "changes.jsonl", "corrections.jsonl", "kinds.jsonl", "nested.jsonl", "sandbox.jsonl", "shipped.jsonl",
      ]),
    .target(name: "Catalog", dependencies: ["CatalogData", "Model", orderedCollections]),

    // The stages, in the order in which the data goes through them.
    .target(
      name: "Blueprints",
      dependencies: [
        "Catalog", "Files", "Model", "YAML", orderedCollections,
      ]),
    .target(
      name: "Planning",
      dependencies: [
        "Blueprints", "Catalog", "Model", orderedCollections,
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ]),
    .target(
      name: "State",
      dependencies: [
        "Files", "Model", orderedCollections,
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .target(
      name: "Remote",
      dependencies: [
        "Catalog", "Model", orderedCollections,
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    // The state on a server, for a team whose runners share no disk.
    .target(
      name: "HTTPState",
      dependencies: [
        "Model", "Remote", "State", orderedCollections,
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "LiveReading",
      dependencies: ["Blueprints", "Catalog", "Model", "Planning", "Remote", orderedCollections]),
    .target(
      name: "Applying",
      dependencies: ["Blueprints", "Catalog", "Model", "Planning", "Remote", "State", orderedCollections]),
    // The way back: live objects as a blueprint.
    .target(
      name: "Exporting",
      dependencies: ["Blueprints", "Catalog", "Model", "Upgrading", "YAML", orderedCollections]),
    // The way to a newer version of authentik: what it changes in the blueprints, and their new text.
    .target(
      name: "Upgrading",
      dependencies: ["Blueprints", "Catalog", "CatalogData", "Model", "YAML", orderedCollections]),
    .target(
      name: "Reporting",
      dependencies: [
        "Blueprints", "Exporting", "FlowTesting", "Model", "Planning", "Upgrading", orderedCollections,
      ]),

    // What every front end does: plan, apply, drift, import, export and validate as values in and out. No output, no
    // environment, no signals.
    .target(
      name: "Operations",
      dependencies: [
        "Applying", "Blueprints", "Catalog", "Exporting", "Files", "FlowTesting", "LiveReading", "Model",
        "Planning", "Remote", "State", "Upgrading", orderedCollections,
      ]),

    // In an editor: findings while a blueprint is written, completion, and the ways between files.
    .target(
      name: "LanguageServer",
      dependencies: [
        "Blueprints", "Catalog", "Files", "Model", "Operations", "Planning", "Upgrading", "YAML",
        orderedCollections,
        .product(name: "SystemPackage", package: "swift-system"),
      ]),

    // Flows, walked as a browser does: test files, the executor's protocol, and what a test leaves behind.
    .target(
      name: "FlowTesting",
      dependencies: [
        "Blueprints", "Catalog", "Files", "Model", "Remote", "YAML", orderedCollections,
        .product(name: "Crypto", package: "swift-crypto"),
      ]),

    // The service: when a target is planned and applied, and how it is doing.
    .target(
      name: "Watching",
      dependencies: [
        "Applying", "Blueprints", "Files", "FlowTesting", "Model", "Operations", "Planning", "Remote",
        "State",
        orderedCollections,
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),

    // How the service is doing, over HTTP: health, measurements, a status page.
    .target(
      name: "Monitoring",
      dependencies: [
        "Blueprints", "Model", "Operations", "Planning", "Reporting", "Watching", orderedCollections,
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),

    // Rows in a file: SQLite, and as much around it as the embedded server needs.
    .systemLibrary(name: "CSQLite"),
    .target(name: "SQLite", dependencies: ["CSQLite"]),

    // The embedded server shares only the catalog and the values with the client.
    .target(
      name: "Sandbox",
      dependencies: [
        "Catalog", "CatalogData", "Model", "SQLite", orderedCollections,
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),

    // The command line, and the commit that it was built from.
    .target(name: "BuildOrigin"),
    .target(
      name: "FlowformCommands",
      dependencies: [
        "Applying", "Blueprints", "BuildOrigin", "Catalog", "Exporting", "Files", "FlowTesting", "HTTPState",
        "LanguageServer", "LiveReading", "Model", "Monitoring", "Operations", "Planning", "Remote",
        "Reporting",
        "Sandbox", "State", "Upgrading", "Watching", "YAML", orderedCollections,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .target(name: "LaunchArguments"),
    .executableTarget(
      name: "flowform", dependencies: ["FlowformCommands", "LaunchArguments"]),
    .executableTarget(
      name: "generate-catalog",
      dependencies: [
        "Catalog", "Model", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // The tests, one target for each of the above.
    .target(
      name: "TestSupport", dependencies: ["Catalog", "Model", orderedCollections], path: "Tests/TestSupport"),
    // A server in memory, for what speaks to authentik without HTTP.
    .target(
      name: "RemoteSupport", dependencies: ["Model", "Remote", orderedCollections],
      path: "Tests/RemoteSupport"),
    .testTarget(
      name: "FilesTests",
      dependencies: ["Files", "TestSupport", .product(name: "SystemPackage", package: "swift-system")]),
    .testTarget(name: "ModelTests", dependencies: ["Model", "TestSupport", orderedCollections]),
    .testTarget(name: "YAMLTests", dependencies: ["Model", "TestSupport", "YAML", orderedCollections]),
    .testTarget(name: "CatalogTests", dependencies: ["Catalog", "Model", "TestSupport", orderedCollections]),
    .testTarget(
      name: "BlueprintsTests",
      dependencies: ["Blueprints", "Catalog", "Files", "Model", "TestSupport", "YAML", orderedCollections]),
    .testTarget(
      name: "PlanningTests",
      dependencies: ["Blueprints", "Catalog", "Model", "Planning", "TestSupport", orderedCollections]),
    .testTarget(
      name: "StateTests", dependencies: ["Model", "State", "TestSupport", orderedCollections]),
    .testTarget(
      name: "RemoteTests",
      dependencies: [
        "Catalog", "Model", "Remote", "RemoteSupport", "TestSupport", orderedCollections,
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    .testTarget(
      name: "LiveReadingTests",
      dependencies: ["Catalog", "LiveReading", "Model", "Planning", "TestSupport", orderedCollections]),
    .testTarget(
      name: "ExportingTests",
      dependencies: ["Catalog", "Exporting", "Model", "TestSupport", "YAML", orderedCollections]),
    .testTarget(
      name: "UpgradingTests",
      dependencies: [
        "Blueprints", "Catalog", "Model", "TestSupport", "Upgrading", "YAML", orderedCollections,
      ]),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        "Blueprints", "Catalog", "Files", "FlowTesting", "Model", "Planning", "Reporting", "TestSupport",
        orderedCollections,
      ]),
    .testTarget(
      name: "ApplyingTests",
      dependencies: [
        "Applying", "Catalog", "Model", "Planning", "Remote", "RemoteSupport", "State", "TestSupport",
        orderedCollections,
      ]),
    .testTarget(name: "SQLiteTests", dependencies: ["SQLite", "TestSupport"]),
    .testTarget(
      name: "SandboxTests",
      dependencies: [
        "Catalog", "Model", "SQLite", "Sandbox", "TestSupport", orderedCollections,
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),

    // Servers that tests write for themselves, such as one that keeps the state. The embedded one is not needed to
    // build them.
    .target(
      name: "ServerSupport",
      dependencies: [
        "Model", orderedCollections,
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
      ], path: "Tests/ServerSupport"),
    .testTarget(
      name: "HTTPStateTests",
      dependencies: [
        "HTTPState", "Model", "Remote", "Sandbox", "ServerSupport", "State", "TestSupport",
        orderedCollections,
      ]),

    // Operations in the tests' own process, against the embedded server.
    .target(
      name: "OperationsSupport",
      dependencies: [
        "Applying", "Blueprints", "Catalog", "Files", "Model", "Operations", "Planning", "Remote", "Sandbox",
        "State", "TestSupport", orderedCollections,
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ], path: "Tests/OperationsSupport"),
    .testTarget(
      name: "OperationsTests",
      dependencies: [
        "Applying", "Blueprints", "Catalog", "Exporting", "FlowTesting", "LiveReading", "Model", "Operations",
        "OperationsSupport", "Planning", "Remote", "RemoteSupport", "Sandbox", "State", "TestSupport",
        orderedCollections,
      ]),

    .testTarget(
      name: "FlowformCommandsTests",
      dependencies: [
        "Catalog", "FlowformCommands", "HTTPState", "Model", "Operations", "Remote", "State", "TestSupport",
        orderedCollections,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),

    // The real command line against the embedded server, over real HTTP.
    .target(
      name: "EndToEndSupport",
      dependencies: [
        "Catalog", "Model", "Remote", "Sandbox", "ServerSupport", "TestSupport", orderedCollections,
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ], path: "Tests/EndToEndSupport"),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "Applying", "Catalog", "EndToEndSupport", "FlowformCommands", "Model", "OperationsSupport",
        "Planning", "Remote", "Sandbox", "ServerSupport", "State", "TestSupport", "flowform",
        "generate-catalog", orderedCollections,
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),

    .testTarget(
      name: "LanguageServerTests",
      dependencies: [
        "Blueprints", "Catalog", "LanguageServer", "Model", "TestSupport", "YAML", orderedCollections,
      ]),

    .testTarget(
      name: "FlowTestingTests",
      dependencies: [
        "Blueprints", "Catalog", "FlowTesting", "Model", "Remote", "RemoteSupport", "TestSupport", "YAML",
        orderedCollections,
      ]),

    .testTarget(
      name: "MonitoringTests",
      dependencies: [
        "Model", "Monitoring", "TestSupport", "Watching",
        .product(name: "CoreMetrics", package: "swift-metrics"),
      ]),
    .testTarget(
      name: "WatchingTests",
      dependencies: [
        "Applying", "Blueprints", "Catalog", "HTTPState", "Model", "Monitoring", "Operations",
        "OperationsSupport",
        "Planning",
        "Remote", "Sandbox", "State", "TestSupport", "Watching", orderedCollections,
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),

    // The documentation: its commands, its pictures, and its recipes, run as GitHub, GitLab, Docker, Kubernetes and git would run them.
    .testTarget(
      name: "RecipeTests",
      dependencies: [
        "EndToEndSupport", "Model", "Remote", "Sandbox", "ServerSupport", "State", "TestSupport", "Watching",
        "YAML",
        "flowform", orderedCollections, .product(name: "Hummingbird", package: "hummingbird"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)

// Benchmarks take long to build and to run, so they are only there when they are asked for.
if Context.environment["FLOWFORM_BENCHMARKS"] != nil {
  package.targets += [
    .executableTarget(
      name: "yaml-events", dependencies: ["CYAML"], path: "Tests/Benchmarks/YAMLEvents",
      linkerSettings: [.linkedLibrary("yaml")]),
    .executableTarget(
      name: "flowform-benchmark",
      dependencies: [
        "Blueprints", "Catalog", "Model", "State", orderedCollections,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ], path: "Tests/Benchmarks/Benchmark"),
  ]
}

// The plugin that makes web pages of the documentation is only there when it is asked for: `FLOWFORM_DOCUMENTATION=1 swift
// package generate-documentation --target flowform`.
if Context.environment["FLOWFORM_DOCUMENTATION"] != nil {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}

// The fuzzers, which an ordinary build leaves out: `.ci/fuzz` builds them, for libFuzzer or for llvm-cov.
let fuzzing = Context.environment["FLOWFORM_FUZZING"]
if fuzzing != nil {
  let programs: [(name: String, folder: String, dependencies: [Target.Dependency])] = [
    ("fuzz-reader", "Reader", ["Blueprints", "Files", "Model", "YAML"]),
    ("fuzz-resolver", "Resolver", ["Blueprints", "Catalog", "Model", orderedCollections]),
    ("fuzz-state", "State", ["State"]),
    ("fuzz-journal", "Journal", ["State"]),
    ("fuzz-language-server", "LanguageServer", ["LanguageServer", "Model", orderedCollections]),
    ("fuzz-server", "Server", ["Catalog", "Model", "Remote", orderedCollections]),
  ]
  package.targets += [
    .systemLibrary(name: "CFuzzer", path: "Tests/Fuzzing/CFuzzer"),
    .target(name: "FuzzingHarness", dependencies: ["CFuzzer"], path: "Tests/Fuzzing/Harness"),
  ]
  package.targets += programs.map { program in
    .executableTarget(
      name: program.name, dependencies: program.dependencies + ["FuzzingHarness"],
      path: "Tests/Fuzzing/\(program.folder)",
      // The gold linker stops at libFuzzer's debugging information.
      linkerSettings: [
        .unsafeFlags(
          ["-sanitize=fuzzer", "-use-ld=lld"] + (fuzzing == "coverage" ? ["-profile-generate"] : []))
      ])
  }
}

// With FLOWFORM_AREA=PlanningTests there is nothing but these tests and what they need, so that a change is tested soon.
if let area = Context.environment["FLOWFORM_AREA"] {
  var needed: Set<String> = []
  func need(_ name: String) {
    guard let target = package.targets.first(where: { $0.name == name }), needed.insert(name).inserted
    else { return }
    for case .byNameItem(let name, _) in target.dependencies { need(name) }
  }
  need(area)
  guard !needed.isEmpty else { fatalError("FLOWFORM_AREA names no target: \(area)") }
  package.targets.removeAll { !needed.contains($0.name) }
  if !needed.contains("flowform") { package.products = [] }
}

let targetsInC = ["BuildOrigin", "CatalogData", "LaunchArguments", "yaml-events"]

for target in package.targets where target.type != .system && !targetsInC.contains(target.name) {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
  ]
}

for target in package.targets
where fuzzing != nil && target.type == .regular && !targetsInC.contains(target.name) {
  target.swiftSettings?.append(
    .unsafeFlags(
      fuzzing == "coverage"
        ? ["-profile-generate", "-profile-coverage-mapping"] : ["-sanitize=fuzzer", "-parse-as-library"]))
}

// A release needs only the C and C++ libraries of the system: the folder's linker scripts stand before the shared
// libraries, and name the static ones. Packed relocations save 2.5 MB and need glibc 2.36. FLOWFORM_SHARED=1 is for
// systems without these.
if Context.environment["FLOWFORM_SHARED"] == nil {
  for target in package.targets where target.name == "flowform" {
    target.linkerSettings = [
      .unsafeFlags(
        [
          "-L\(Context.packageDirectory)/Sources/StaticLibraries", "-use-ld=lld", "-Xlinker",
          "--no-export-dynamic", "-Xlinker", "--icf=all", "-Xlinker", "-z", "-Xlinker",
          "pack-relative-relocs",
        ], .when(platforms: [.linux], configuration: .release))
    ]
  }
}

// A release is small where speed does not matter: these run once in a command, or wait for the user.
for target in package.targets
where [
  "Exporting", "FlowTesting", "FlowformCommands", "HTTPState", "LanguageServer", "Monitoring", "Operations",
  "Reporting",
  "Sandbox", "Upgrading", "Watching",
].contains(target.name) {
  target.swiftSettings?.append(.unsafeFlags(["-Osize"], .when(configuration: .release)))
}

// Tests read megabytes of recorded JSON, which takes three times as long without the optimizer.
for target in package.targets where ["Catalog", "Model", "YAML"].contains(target.name) {
  target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
}
