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
    ("postgres://pangea:secret@db/world", "postgres://pangea@db/world"),
    ("postgresql://db", "postgres://db/"), ("POSTGRES://db:5433/w", "postgres://db:5433/w"),
    ("postgres://pangea:s%40cret@a:1,b:2/w?sslmode=require&pool=3", "postgres://pangea@a,b:1,2/w"),
    (
      "postgres:///w?host=/run/postgresql&user=me&password=secret",
      "postgres://me@/run/postgresql/w"
    ),
  ])
  func postgresIsRead(text: String, shown: String) throws {
    guard case .postgreSQL(let location) = try StoreLocation.parse(text) else {
      throw TestFailure("not PostgreSQL")
    }
    // However it is written out, the password is not in it.
    #expect(location.description == shown)
    #expect(location.connections == (text.contains("pool") ? 3 : StorageLimits.connectionsUsual))
    var dumped = ""
    dump(StoreLocation.postgreSQL(location), to: &dumped)
    for text in ["\(location)", String(reflecting: StoreLocation.postgreSQL(location)), dumped] {
      #expect(!text.contains("secret") && !text.contains("s@cret"))
    }
  }

  @Test(arguments: [
    "postgres://pangea:sec@ret@db/world", "postgres://pangea:se/cret@db/world",
    "postgres://pangea:se#cret@db:x/world",
    "postgres://db/world?password=secret&nonsense=1", "postgres://a:secret%@db/",
    "postgres://a:secret@db/w?pool=0", "postgres://a:secret@db/w?pool=65",
    "postgres://a:secret@db/w?pool=secret", "postgres://a:secret@db:port/w", "postgres:db",
  ])
  func nonsenseAboutPostgresIsRefusedWithoutRepeatingIt(text: String) {
    let error = #expect(throws: StorageError.self) { try StoreLocation.parse(text) }
    guard case .invalid? = error else {
      Issue.record("not refused as invalid: \(String(describing: error))")
      return
    }
    for part in ["secret", "cret", "ret@", "sec@"] {
      #expect(error?.description.contains(part) == false)
    }
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
