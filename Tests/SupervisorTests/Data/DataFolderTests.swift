import Foundation
import Testing

@testable import Supervisor

@Suite struct DataFolderTests {
  @Test func theLockIsFreeOnlyWhenEveryChildHasEnded() async throws {
    try await withScratch { scratch in
      let folder = DataFolder(path: "\(scratch)/a/b")
      let lock = try folder.claim()
      let child = try await ChildProcess.start(
        executable: "/bin/sleep", arguments: ["1000"],
        surroundings: .init(output: 2, inherited: lock, environment: [:]))
      close(lock)
      #expect(throws: SupervisorError.alreadyRunning(path: folder.path, process: nil)) {
        try folder.claim()
      }
      child.signal(.kill)
      _ = await child.exit()
      close(try folder.claim())
    }
  }

  @Test func askingDoesNotDisturbTheLock() async throws {
    try await withScratch { scratch in
      let folder = DataFolder(path: scratch)
      #expect(throws: SupervisorError.notRunning(path: folder.path)) { try folder.running() }
      let lock = try folder.claim()
      #expect(
        throws: SupervisorError.unreachable(
          path: folder.path, reason: "it is starting or ending just now")
      ) { try folder.running() }
      close(lock)
      #expect(throws: SupervisorError.notRunning(path: folder.path)) { try folder.running() }
      close(try folder.claim())
    }
  }

  @Test func freshRemovesOnlyWhatAClusterLeaves() async throws {
    try await withScratch { scratch in
      let folder = DataFolder(path: scratch)
      try folder.prepare(fresh: false)
      for name in ["pangea.sqlite", "logs/shard-1.log", "letters.txt"] {
        try put(at: "\(scratch)/\(name)", Data())
      }
      try folder.prepare(fresh: false)
      #expect(FileManager.default.fileExists(atPath: "\(scratch)/pangea.sqlite"))
      try folder.prepare(fresh: true)
      let left = try FileManager.default.subpathsOfDirectory(atPath: scratch).sorted()
      #expect(left == ["letters.txt", "logs", "redis"])
    }
  }

  @Test func aPlaceThatCannotBeAFolderIsToldWithItsReason() async throws {
    try await withScratch { scratch in
      try put(at: "\(scratch)/file", Data())
      for path in ["\(scratch)/file", "\(scratch)/file/data", "/proc/data"] {
        let error = #expect(throws: SupervisorError.self) { _ = try DataFolder(path: path).claim() }
        #expect(error?.exitStatus == 3)
        #expect("\(try #require(error))".contains("\(path) cannot be used: "))
      }
    }
  }
}
