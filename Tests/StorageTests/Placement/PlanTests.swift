import Storage
import Testing

@Suite struct PlanTests {
  @Test(arguments: BackEnd.allCases)
  func plansReplaceEachOtherByVersion(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let store = test.store
    #expect(try await store.plan() == nil)
    #expect(try await store.storePlan([1], replacing: 1) == .conflict(nil))
    #expect(try await store.storePlan([1], replacing: 0) == .stored(version: 1))
    let first = StoredPlan(version: 1, document: [1])
    #expect(try await store.storePlan([2], replacing: 0) == .conflict(first))
    #expect(try await store.storePlan([2], replacing: 2) == .conflict(first))
    #expect(try await store.plan() == first)
    #expect(try await store.storePlan([2], replacing: 1) == .stored(version: 2))
    #expect(try await store.plan() == StoredPlan(version: 2, document: [2]))
  }

  @Test(arguments: BackEnd.allCases)
  func oneOfTwoPlannersWins(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let second = try await test.second()
    async let a = test.store.storePlan([1], replacing: 0)
    async let b = second.storePlan([2], replacing: 0)
    let results = try await [a, b]
    #expect(results.count { $0 == .stored(version: 1) } == 1)
  }

  @Test(arguments: BackEnd.allCases)
  func tooLargeIsRefused(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let document = [UInt8](repeating: 0, count: StorageLimits.planBytesMax + 1)
    await #expect(throws: StorageError.self) {
      try await test.store.storePlan(document, replacing: 0)
    }
  }
}
