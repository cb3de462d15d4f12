import Storage
import Testing

@Suite struct StoreLocationTests {
  @Test(arguments: [
    ("sqlite", "/srv/data/pangea.sqlite"), ("SQLite", "/srv/data/pangea.sqlite"),
    ("sqlite:///var/lib/pangea/world.db", "/var/lib/pangea/world.db"),
    ("sqlite:world.db", "world.db"), ("sqlite:./a/world.db", "./a/world.db"),
    ("/var/lib/world.db", "/var/lib/world.db"), ("data/world.db", "data/world.db"),
  ])
  func pathsAreRead(text: String, path: String) throws {
    #expect(try StoreLocation.parse(text, dataFolder: "/srv/data") == .sqlite(path: path))
  }

  @Test(arguments: [
    "postgres://pangea:secret@db/pangea", "postgresql://db", "POSTGRES://db",
  ])
  func postgresIsRefusedInASentence(text: String) {
    let error = #expect(throws: StorageError.self) { try StoreLocation.parse(text) }
    guard case .notBuilt? = error else {
      Issue.record("not refused as not built: \(String(describing: error))")
      return
    }
    #expect(error?.description.contains("not built yet") == true)
    #expect(error?.description.contains("secret") == false)
  }

  @Test(arguments: [
    "", "sqlite:", "sqlite://", "sqlite:///", "sqlite://relative/path", "mysql://root:secret@db",
    "folder/", ":memory:", "sqlite::memory:", "a\0b",
  ])
  func nonsenseIsRefused(text: String) {
    let error = #expect(throws: StorageError.self) { try StoreLocation.parse(text) }
    guard case .invalid? = error else {
      Issue.record("not refused as invalid: \(String(describing: error))")
      return
    }
    #expect(error?.description.contains("secret") == false)
  }

  @Test func aLocationOpensItsStore() async throws {
    let folder = try TemporaryFolder()
    let location = try StoreLocation.parse("sqlite", dataFolder: folder.path)
    let store: any Store = try await location.open()
    try await store.register(TestStore.regions)
    #expect(try await store.regions().count == 4)
    await store.close()
  }
}
