import Model
import Storage
import Testing

@Suite struct AnnouncementTests {
  private static let audit = AdminOperationTests.audit

  private func row(
    _ number: UInt64, at moment: Int64, every: Int64? = nil, until: Int64? = nil
  ) -> AnnouncementRow {
    AnnouncementRow(
      id: AdminOperationTests.id(number), scope: "everybody", payload: "{}", actor: "gm",
      createdAt: Int64(number), startsAt: moment, every: every, until: until, nextAt: moment)
  }

  @Test(arguments: BackEnd.allCases)
  func theyAreKeptAsTheyAre(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    defer { withExtendedLifetime(test) {} }
    let store = test.store
    let (once, often) = (row(1, at: 5_000), row(2, at: 3_000, every: 1_000, until: 9_000))
    for row in [once, often] { #expect(try await store.create(row, audit: Self.audit)) }
    #expect(try await store.announcements(max: 9) == [often, once])
    #expect(try await store.announcement(once.id) == once)
    #expect(try await store.announcement(AdminOperationTests.id(3)) == nil)
    #expect(try await store.dueAnnouncements(at: 2_999, max: 9) == [])
    #expect(try await store.dueAnnouncements(at: 5_000, max: 9) == [often, once])
    #expect(try await store.cancelAnnouncement(once.id, at: 4_000, audit: Self.audit))
    #expect(try await !store.cancelAnnouncement(once.id, at: 4_001, audit: Self.audit))
    #expect(try await store.announcement(once.id)?.cancelledAt == 4_000)
    #expect(try await store.announcements(max: 9).map(\.id) == [often.id, once.id])
  }

  /// Two admin processes come to the same occurrence.
  @Test(arguments: BackEnd.allCases)
  func anOccurrenceIsSaidOnce(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let second = try await test.second()
    let often = row(1, at: 3_000, every: 1_000)
    _ = try await test.store.create(often, audit: Self.audit)
    let step = AnnouncementStep(
      id: often.id, occurrence: 0, draft: AdminOperationTests.draft(9, kind: "announce"),
      nextOccurrence: 1, nextAt: 4_000, missed: 0)
    async let a = test.store.advance(step, audit: Self.audit)
    async let b = second.advance(step, audit: Self.audit)
    #expect(Set(try await [a, b]) == [.recorded, .exists])
    let now = try #require(try await test.store.announcement(often.id))
    #expect(now.occurrence == 1 && now.nextAt == 4_000 && now.missed == 0)
    #expect(try await test.store.openAdminOperations(max: 9).count == 1)
    await second.close()
  }

  @Test(arguments: BackEnd.allCases)
  func whatWasMissedIsCounted(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    defer { withExtendedLifetime(test) {} }
    let store = test.store
    let often = row(1, at: 3_000, every: 1_000)
    _ = try await store.create(often, audit: Self.audit)
    let step = AnnouncementStep(
      id: often.id, occurrence: 0, draft: nil, nextOccurrence: 4, nextAt: nil, missed: 4)
    #expect(try await store.advance(step, audit: Self.audit) == .recorded)
    #expect(try await store.advance(step, audit: Self.audit) == .exists)
    let now = try #require(try await store.announcement(often.id))
    #expect(now.occurrence == 4 && now.nextAt == nil && now.missed == 4)
    #expect(try await store.openAdminOperations(max: 9) == [])
  }
}
