import Testing

@testable import Content

struct JSONParserTests {
  private func parse(_ text: String) throws(JSONSyntaxError) -> JSONValue {
    try JSONParser.parse(Array(text.utf8))
  }

  @Test func readsAllKinds() throws {
    let value = try parse(
      #" {"a": [1, -2, 0, -0, 3.5, 1e3, -2.5E-1], "b": {"c": null, "d": true, "e": false}, "f": ""} "#
    )
    #expect(
      value
        == .object([
          "a": .array([
            .integer(1), .integer(-2), .integer(0), .integer(0), .number(3.5), .number(1000),
            .number(-0.25),
          ]),
          "b": .object(["c": .null, "d": .boolean(true), "e": .boolean(false)]), "f": .string(""),
        ]))
  }

  @Test(arguments: [
    (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""é\u00e9""#, "éé"),
    (#""\uD83D\uDE00x""#, "😀x"), (#""\u0000""#, "\0"),
  ])
  func readsStrings(text: String, expected: String) throws {
    #expect(try parse(text) == .string(expected))
  }

  @Test(arguments: [
    ("9223372036854775807", JSONValue.integer(.max)),
    ("-9223372036854775808", .integer(.min)),
    ("9223372036854775808", .number(9_223_372_036_854_775_808)),
    ("1000000000000000000000", .number(1e21)),
  ])
  func readsLargeNumbers(text: String, expected: JSONValue) throws {
    #expect(try parse(text) == expected)
  }

  @Test func skipsAByteOrderMark() throws {
    #expect(try JSONParser.parse([0xEF, 0xBB, 0xBF] + Array("[]".utf8)) == .array([]))
  }

  @Test(arguments: [
    ("", 1, 1), ("{", 1, 2), ("[1,]", 1, 4), ("[1 2]", 1, 4), ("{\"a\" 1}", 1, 6),
    ("{\"a\":1,}", 1, 8), ("{a:1}", 1, 2), ("tru", 1, 1), ("[\n1,\n nul]", 3, 2), ("01", 1, 1),
    ("-", 1, 2), ("1.", 1, 3), ("1e", 1, 3), ("+1", 1, 1), (".5", 1, 1), ("1e999", 1, 1),
    ("\"a", 1, 1), ("\"a\u{1}\"", 1, 3), (#""\x""#, 1, 2), (#""\u12G4""#, 1, 6),
    (#""\uD800""#, 1, 2), (#""\uD800\u0041""#, 1, 2), (#""\uDC00""#, 1, 2), ("[] []", 1, 4),
    ("{\"a\":1,\n\"a\":2}", 2, 1), ("NaN", 1, 1), ("'a'", 1, 1), ("[1}", 1, 3),
  ])
  func refuses(text: String, line: Int, column: Int) {
    let error = #expect(throws: JSONSyntaxError.self) { try parse(text) }
    #expect(error?.line == line)
    #expect(error?.column == column)
    #expect(error?.sentence.isEmpty == false)
  }

  @Test func refusesInvalidUTF8() {
    let error = #expect(throws: JSONSyntaxError.self) {
      try JSONParser.parse([0x22, 0xC3, 0x28, 0x22])
    }
    #expect(error?.sentence == "a string is not valid UTF-8")
  }

  @Test func limitsNesting() throws {
    let most = Limits.jsonNestingMax
    let deep = { String(repeating: "[", count: $0) + String(repeating: "]", count: $0) }
    #expect(throws: Never.self) { try parse(deep(most)) }
    let error = #expect(throws: JSONSyntaxError.self) { try parse(deep(most + 1)) }
    #expect(error?.sentence == "lists and objects are nested deeper than \(most)")
    #expect(throws: JSONSyntaxError.self) { try parse(String(repeating: "[", count: 1_000_000)) }
    #expect(throws: JSONSyntaxError.self) {
      try parse(String(repeating: #"{"a":"#, count: 100_000))
    }
  }

  @Test func limitsValues() {
    let bytes = Array("[1,2,3]".utf8)
    #expect(throws: Never.self) { try JSONParser.parse(bytes, valuesMax: 4) }
    #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(bytes, valuesMax: 3) }
  }

  @Test func takesWholeNumbersOfEitherSpelling() {
    #expect(JSONValue.integer(5).wholeNumber == 5)
    #expect(JSONValue.number(5).wholeNumber == 5)
    #expect(JSONValue.number(5.5).wholeNumber == nil)
    #expect(JSONValue.number(1e300).wholeNumber == nil)
    #expect(JSONValue.string("5").wholeNumber == nil)
  }
}
