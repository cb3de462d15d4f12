import Model
import Testing

@Suite struct AdminOperationIDTests {
  @Test(arguments: UInt64(1)...50) func bytesAndTextComeBack(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let id = AdminOperationID(using: &random)
    #expect(AdminOperationID(bytes: id.bytes) == id)
    #expect(AdminOperationID("\(id)") == id)
    #expect(AdminOperationID("\(id)".uppercased()) == id)
    #expect("\(id)".count == 32 && id.bytes.count == 16)
    #expect(AdminOperationID(using: &random) != id)
  }

  @Test func bytesStandInOrder() throws {
    let id = try #require(AdminOperationID("00112233445566778899aabbccddeeff"))
    #expect(id.bytes == (0...15).map { UInt8($0) * 17 })
    #expect("\(id)" == "00112233445566778899aabbccddeeff")
    let next = try #require(AdminOperationID("00112233445566778899aabbccddef00"))
    #expect(id < next)
  }

  @Test(arguments: [
    "", "0", "00112233445566778899aabbccddeef", "00112233445566778899aabbccddeeff0",
    "00112233445566778899aabbccddeefg", "ä0112233445566778899aabbccddeef",
  ])
  func anythingElseIsNone(text: String) {
    #expect(AdminOperationID(text) == nil)
    #expect(AdminOperationID(bytes: Array(text.utf8).prefix(15)) == nil)
  }
}
