import Foundation
import Testing

@testable import Supervisor

@Suite struct ChildLogTests {
  @Test func everyRunOfAChildLandsInFileAndStream() async throws {
    try await withScratch { folder in
      let shown = open("\(folder)/stream", O_WRONLY | O_CREAT, 0o600)
      defer { close(shown) }
      let stream = LogStream(descriptor: shown)
      let log = try ChildLog(name: "shard-1", folder: folder, stream: stream)
      for run in 1...2 {
        let child = try await ChildProcess.start(
          executable: "/bin/sh", arguments: ["-c", "echo run \(run); printf unfinished >&2"],
          surroundings: .init(output: log.output, environment: [:]))
        _ = await child.exit()
      }
      await log.finish()
      stream.flush()
      #expect(text(of: "\(folder)/shard-1.log") == "run 1\nunfinishedrun 2\nunfinished")
      #expect(
        text(of: "\(folder)/stream")
          == "shard-1    | run 1\nshard-1    | unfinishedrun 2\nshard-1    | unfinished\n")
      #expect(log.tail == ["run 1", "unfinishedrun 2", "unfinished"])
    }
  }

  @Test func aFolderThatIsMissingIsToldAsASentence() {
    #expect(throws: SupervisorError.self) {
      try ChildLog(name: "shard-1", folder: "/nowhere", stream: nil)
    }
  }
}
