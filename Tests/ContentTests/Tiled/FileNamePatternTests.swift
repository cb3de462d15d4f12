import Testing

@testable import Content

struct FileNamePatternTests {
  @Test(arguments: [
    (#"ortho-map-p(\d+)-n(\d+)\.tmx"#, "ortho-map-p12-n3.tmx", ["12", "3"]),
    (#"(\d+)x(\d+)"#, "map 3x14.json", ["3", "14"]),
    (#"(-?\d+)_(-?\d+)\.tmx$"#, "a-3_-4.tmx", ["-3", "-4"]),
    (#"^([a-cx-z]+)\.([^.]*)"#, "xab.t-mx.gz", ["xab", "t-mx"]),
    (#"(.*)-(.*)"#, "a-b-c", ["a-b", "c"]), (#"(a*)(a*)"#, "aa", ["aa", ""]),
    (#"([\d_]+)\s(\w?)[\]]?"#, "1_2 é", ["1_2", ""]), (#"(\D)(\W)"#, "1a!", ["a", "!"]),
    (#"([a\-z])([.)])"#, "-)", ["-", ")"]),
  ])
  func matches(_ pattern: String, _ name: String, _ wanted: [String]) throws {
    #expect(try FileNamePattern(pattern).captures(in: name) == wanted)
  }

  @Test(arguments: [
    (#"town-(\d+)-(\d+)\.tmx"#, "town-a-1.tmx"), (#"^(\d)(\d)$"#, "123"), (#"(a)(b)"#, ""),
    (#"(a)(b)\.tmx"#, "abxtmx"),
  ])
  func doesNotMatch(_ pattern: String, _ name: String) throws {
    #expect(try FileNamePattern(pattern).captures(in: name) == nil)
  }

  @Test(arguments: [
    ("", "it needs two groups, for x and y, but has 0"),
    (#"(\d)"#, "it needs two groups, for x and y, but has 1"),
    ("(a)(b)(c)", "it needs two groups, for x and y, but has 3"),
    ("((a)b)", "groups are plain and not nested"), ("(?:a)(b)", "groups are plain and not nested"),
    ("(a", "a group does not end"), ("a)", "a group ends that did not begin"),
    ("(a)*(b)", "groups cannot be repeated"), ("(a)(b){2}", "groups cannot be repeated"),
    ("(a|b)(c)", "'|' is not supported at this place"),
    ("(*)(b)", "'*' is not supported at this place"),
    ("(a{2})(b)", "'{' is not supported at this place"), ("(a)(b)\\", "it ends behind '\\'"),
    ("(\\b)(a)", "'\\b' is not supported"), ("([a)(b)", "a class does not end"),
    ("([])(b)", "a class is empty"), ("([z-a])(b)", "a range runs backwards"),
    ("([\\D])(b)", "a class holds the opposite of another"),
    (String(repeating: "a", count: 257), "it has over 256 characters"),
  ])
  func refuses(_ pattern: String, _ sentence: String) {
    let error = #expect(throws: FileNamePattern.Failure.self) { try FileNamePattern(pattern) }
    #expect(error?.sentence == sentence)
  }

  /// Patterns that keep other engines busy for ever end at once.
  @Test func takesNoLongerThanThePatternTimesTheName() throws {
    let pattern = try FileNamePattern(String(repeating: "a*", count: 100) + "(b)(c)")
    #expect(pattern.captures(in: String(repeating: "a", count: 255)) == nil)
    #expect(pattern.captures(in: String(repeating: "é", count: 300)) == nil)
  }
}
