import Testing

/// Files and functions stay short enough to be read at once.
@Suite struct LengthTests {
  static let fileLinesMax = 500
  static let functionLinesMax = 70
  /// How many functions may be longer. It only ever goes down.
  static let longFunctionsMax = 0

  @Test(arguments: ["Sources", "Tests"])
  func filesAreShort(_ folder: String) throws {
    for source in try Repository.swift(in: folder) {
      #expect(source.lines.count <= Self.fileLinesMax + 1, "\(source.path)")
    }
  }

  @Test func functionsAreShort() throws {
    var long: [String] = []
    var count = 0
    for source in try Repository.swift(in: "Sources") + Repository.swift(in: "Tests") {
      count += source.functions.count
      for function in source.functions where function.lines > Self.functionLinesMax {
        long.append("\(source.path):\(function.line) has \(function.lines) lines")
      }
    }
    #expect(count > 100, "the search finds functions")
    #expect(long.count <= Self.longFunctionsMax, "\(long)")
    #expect(long.count >= Self.longFunctionsMax, "lower the number: there are fewer by now")
  }
}
