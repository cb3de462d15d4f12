import FoundationEssentials
import NIOCore
import Testing

@testable import Wire

/// The committed encodings of version 1 are read for ever, and written the same.
@Suite struct FixtureTests {
  @Test(arguments: Fixture.all) func isReadAsItsValue(_ fixture: Fixture) throws {
    #expect(try fixture.decode(fixture.bytes()) == fixture.value)
  }

  @Test(arguments: Fixture.all) func isWrittenToTheSameBytes(_ fixture: Fixture) throws {
    #expect(try Fixture.encode(fixture.value) == fixture.bytes())
  }

  @Test func everyFixtureIsTested() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Fixture.folder.path())
    let names = files.filter { $0.hasSuffix(".bin") }.map { String($0.dropLast(4)) }
    #expect(names.sorted() == Fixture.all.map(\.name).sorted())
    #expect(files.count == 2 * names.count)
  }
}
