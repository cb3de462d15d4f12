import Foundation
import Testing

/// What a newcomer meets when something is not as it should be: a sentence and an exit status.
extension RealProcesses {
  @Suite(.serialized) struct StartTests {
    private func data() throws -> String {
      try Scratch.folder().appendingPathComponent("data").path
    }

    @Test func aTakenPortIsSaid() async throws {
      let listener = try PortHolder()
      let outcome = try await Pangea.run([
        "up", "--bots", "0", "--port", "\(listener.port)", "--data", try data(),
      ])
      #expect(outcome.status == 3)
      #expect(outcome.output.contains("\(listener.port)"))
    }

    @Test func aMissingRedisIsSaid() async throws {
      let outcome = try await Pangea.run(
        ["up", "--bots", "0", "--port", "0", "--data", try data()],
        environment: ["PATH": "/nonexistent"])
      #expect(outcome.status == 3)
      #expect(outcome.output.contains("redis-server"))
    }

    @Test func aDataFolderThatCannotBeWrittenIsSaid() async throws {
      let outcome = try await Pangea.run([
        "up", "--bots", "0", "--port", "0", "--data", "/proc/pangea",
      ])
      #expect(outcome.status == 3)
      #expect(outcome.output.contains("/proc/pangea"))
    }

    @Test func aShardThatDiesAtStartIsSaid() async throws {
      let outcome = try await Pangea.run([
        "up", "--bots", "0", "--port", "0", "--data", try data(), "--content", "/nonexistent",
      ])
      #expect(outcome.status == 3)
      #expect(!outcome.output.isEmpty)
    }

    @Test(arguments: [
      ["up", "--shards", "0"], ["up", "--unknown"], ["kill"], ["shard", "--redis", "http://x"],
      ["bots", "--addr", "nowhere"], ["sim", "--faults", "earthquake"],
    ])
    func wrongUseIsStatusTwo(_ arguments: [String]) async throws {
      let outcome = try await Pangea.run(arguments)
      #expect(outcome.status == 2)
      #expect(!outcome.output.isEmpty)
    }

    @Test func noClusterIsStatusThree() async throws {
      for arguments in [["ps"], ["kill", "shard-1"], ["scale", "shards", "3"], ["bots"]] {
        let outcome = try await Pangea.run(arguments + ["--data", try data()])
        #expect(outcome.status == 3, "\(arguments)")
        #expect(!outcome.output.isEmpty)
      }
    }

    @Test func aSecondUpOnTheSameFolderIsRefused() async throws {
      let cluster = try await RunningCluster.start()
      let second = try await Pangea.run([
        "up", "--bots", "0", "--port", "0", "--data", cluster.data,
      ])
      #expect(second.status == 3)
      let ps = try await Pangea.run(["ps", "--json", "--data", cluster.data])
      #expect(ps.status == 0)
      #expect(ps.output.contains("shard-2"))
      let denied = try await cluster.status(authorized: false)
      #expect(denied.code == 401)
      let allowed = try await cluster.status()
      #expect(allowed.code == 200)
      #expect(allowed.body?.regions.count == 16)
      let pid = try cluster.pid(of: "shard-1")
      #expect(try await cluster.stop().status == 0)
      #expect(kill(pid, 0) != 0, "Ctrl-C ends every process")
      #expect(!FileManager.default.fileExists(atPath: cluster.data + "/up.json"))
    }

    /// A socket that listens, so that its port is taken.
    private final class PortHolder {
      let port: UInt16
      private let descriptor: Int32

      init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
            bind(listener, pointer, length) == 0 && listen(listener, 1) == 0
              && getsockname(listener, pointer, &length) == 0
          }
        }
        try #require(bound)
        descriptor = listener
        port = UInt16(bigEndian: address.sin_port)
      }

      deinit { close(descriptor) }
    }
  }
}
