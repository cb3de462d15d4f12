import Testing

/// The reader that the other tests trust.
@Suite struct SwiftSourceTests {
  private func code(_ text: String) -> String {
    String(decoding: SwiftSource(path: "", text: text).code, as: UTF8.self)
  }

  @Test(arguments: [
    ("a // try!\nb", "a        \nb"),
    ("a /* x /* y */ z */ b", "a                   b"),
    (#"f("try!") + 1"#, "f(      ) + 1"),
    (#"f("\"x") + 1"#, "f(     ) + 1"),
    (#"f("a\(g("b)"))c") + 1"#, "f(              ) + 1"),
    (##"f(#"a"b\"#) + 1"##, "f(        ) + 1"),
    ("f(\"\"\"\n  a\"b\n  \"\"\") + 1", "f(   \n     \n     ) + 1"),
  ])
  func commentsAndStringsAreBlank(_ text: String, _ blank: String) {
    #expect(code(text) == blank)
  }

  @Test func importsAreFoundHoweverTheyAreWritten() {
    let source = SwiftSource(
      path: "",
      text: """
        import A
        @testable import B
        public import struct C.D
        @_spi(X) internal import E
        #if canImport(Z)
          @preconcurrency import F
        #endif
        // import G
        let important = 1
        """)
    #expect(source.imports == ["A", "B", "C", "E", "F"])
  }

  @Test func functionsAreMeasured() {
    let source = SwiftSource(
      path: "",
      text: """
        protocol P {
          func none()
          func none(a: Int) -> Int
        }
        struct S {
          init() {}
          func two(
            a: () -> Void = {}
          ) async throws -> Int
          where A == B
          {
            if x { y }
            return 1
          }
          var z = 1
        }
        """)
    #expect(source.functions.map(\.line) == [6, 7])
    #expect(source.functions.map(\.lines) == [1, 8])
  }
}
