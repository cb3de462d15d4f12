import Model
import Testing

@Suite struct OperationIDTests {
  static let ids: [OperationID] = [
    .request(CharacterID(7), login: 3, number: 12),
    .request(CharacterID(.max), login: .max, number: .max),
    .loot(RegionID(rawValue: 65_536), Epoch(4), counter: 0),
    .decay(RegionID(rawValue: .max), Epoch(.max), counter: 9),
    .order(41, CharacterID(7)), .order(.max, CharacterID(.max)),
  ]

  @Test(arguments: ids)
  func aKeyIsReadAsItWasWritten(_ id: OperationID) {
    #expect(OperationID(id.description) == id)
  }

  @Test func keysAreForEver() {
    #expect(OperationID.order(41, CharacterID(7)).description == "order/41/7")
    #expect(Set(Self.ids.map(\.description)).count == Self.ids.count)
  }

  @Test(
    arguments: [
      "", "/", "order", "order/", "order/1", "order/1/2/3", "order/1/-2", "order/+1/2",
      "order/01/2", "order/1/2/", "/order/1/2", "Order/1/2", "order/1/18446744073709551616",
      "request/1/2", "loot/4294967296/1/1", "removal/5", "order/1/٢", "order/1//2", "order/1/ 2",
    ])
  func anythingElseIsNone(_ key: String) {
    #expect(OperationID(key) == nil)
  }
}
