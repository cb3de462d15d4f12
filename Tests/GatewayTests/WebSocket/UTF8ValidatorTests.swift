import Testing

@testable import Gateway

@Suite("UTF-8, cut anywhere")
struct UTF8ValidatorTests {
  /// Every sequence of up to three bytes from the edges of the ranges, against the library's own
  /// decoder.
  @Test("agrees with the standard library")
  func agrees() {
    let edges: [UInt8] = [
      0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
      0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]
    for a in edges {
      check([a])
      for b in edges {
        check([a, b])
        for c in edges {
          check([a, b, c])
          for d in [0x41, 0x7F, 0x80, 0xBF, 0xC2] as [UInt8] { check([a, b, c, d]) }
        }
      }
    }
  }

  @Test("refuses at the first byte that cannot be right")
  func failsFast() {
    var validator = UTF8Validator()
    let first = validator.accepts([0xED])
    let second = validator.accepts([0xA0])
    #expect(first && !second)
  }

  private func check(_ bytes: [UInt8]) {
    let isValid = String(validating: bytes, as: UTF8.self) != nil
    var whole = UTF8Validator()
    let accepts = whole.accepts(bytes)
    #expect((accepts && whole.isComplete) == isValid, "\(bytes)")
    var pieces = UTF8Validator()
    let accepted = bytes.allSatisfy { pieces.accepts([$0]) }
    #expect((accepted && pieces.isComplete) == isValid, "\(bytes)")
  }
}
