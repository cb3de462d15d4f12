import Testing

/// Words that do not belong in finished code.
@Suite struct WordTests {
  struct Rule: CustomStringConvertible, Sendable {
    var description: String
    var pattern: String
    var folders: [String]
    var except: [String] = []
  }

  static let rules = [
    Rule(
      description: "traps", pattern: #"\btry!|\bas!|\bfatalError\("#, folders: ["Sources", "Tests"]),
    Rule(
      description: "prints in a library", pattern: #"(?:^|[^.\w])(?:print|debugPrint|dump)\("#,
      folders: ["Sources"], except: ["Sources/PangeaCLI/"]),
    Rule(
      description: "a clock or a loose task in deterministic code",
      pattern: nondeterminism,
      folders: ["Sources/Model", "Sources/World", "Sources/Wire", "Sources/Simulator"]),
    // Each access wraps it once more, so that every call is slower than the one before.
    Rule(
      description: "a function that stands in a lock by itself",
      pattern: #"\bMutex<[^\[\]]*(?:->|Handler\b|Listener\b)"#, folders: ["Sources"]),
    Rule(
      description: "concurrency in the rules of the game", pattern: #"\b(?:await|async|actor)\b"#,
      folders: ["Sources/World"]),
  ]

  /// Time, tasks and chance that no seed governs.
  private static let nondeterminism =
    #"\bTask\b\s*[.{(]|\bDate\(|\bDispatchQueue\b|\b(?:Continuous|Suspending)Clock\b"#
    + #"|\b(?:clock_gettime|gettimeofday|time)\(|\bSystemRandomNumberGenerator\b"#
    + #"|\.(?:random|shuffled|shuffle|randomElement)\((?![^)]*using)"#

  @Test(arguments: rules)
  func codeKeepsTheRule(_ rule: Rule) throws {
    for folder in rule.folders where try Self.isThere(folder) {
      for source in try Repository.swift(in: folder)
      where !rule.except.contains(where: source.path.hasPrefix) {
        #expect(try source.matches(rule.pattern) == [], "\(source.path): \(rule)")
      }
    }
  }

  /// In `Cluster` machines and their shells stand side by side; a shell shows itself by what it
  /// imports. Everything else there must run the same from the same seed.
  @Test func protocolsAreDeterministic() throws {
    let shells: Set = ["NIOPosix", "ServiceLifecycle", "Synchronization", "Logging"]
    let clock = "Sources/Cluster/Lease/SystemClock.swift"
    var machines = 0
    for source in try Repository.swift(in: "Sources/Cluster")
    where source.imports.isDisjoint(with: shells) && source.path != clock {
      machines += 1
      #expect(try source.matches(Self.nondeterminism) == [], "\(source.path)")
      #expect(try source.matches(#"\b(?:await|async)\b"#) == [], "\(source.path)")
    }
    #expect(machines > 10, "the search finds machines")
  }

  @Test func nothingIsLeftForLater() throws {
    let words = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "not imple" + "mented"]
    for path in try Self.texts() {
      let text = try Repository.text(path)
      let left = words.filter(text.contains)
      #expect(left == [], "\(path)")
    }
  }

  @Test func noMachineShowsItsPaths() throws {
    let place = try Regex(#"(?:^|[^\w.}])/(?:home|root|Users|work|build)/\w"#)
    for path in try Self.texts() {
      for (number, line) in try Repository.text(path).split(separator: "\n").enumerated() {
        #expect(line.firstMatch(of: place) == nil, "\(path), about line \(number + 1)")
      }
    }
  }

  private static func isThere(_ folder: String) throws -> Bool {
    try Repository.modules().contains(String(folder.split(separator: "/").last ?? ""))
      || !folder.contains("/")
  }

  private static func texts() throws -> [String] {
    try Repository.files(
      in: "", ending: [".swift", ".c", ".h", ".proto", ".md", ".sh", ".py", ".yaml", "Makefile"])
  }
}
