import Foundation
import Testing

@testable import Supervisor

@Suite struct UpFileTests {
  private func document() -> UpDocument {
    UpDocument(
      pid: 1,
      processes: [
        .init(
          name: "shard-1", role: .shard, pid: 7, state: .ready, restarts: 2, started: 5, log: "l")
      ],
      addresses: .init(
        play: "http://127.0.0.1:7777/", tcp: "tcp://127.0.0.1:7778",
        admin: "http://127.0.0.1:7780/", metrics: ["http://127.0.0.1:20000/metrics"]),
      gateways: [
        .init(name: "gateway-1", play: "http://127.0.0.1:7777/", tcp: "tcp://127.0.0.1:7778")
      ],
      admin: .init(user: "admin", password: "secret"), redis: "redis://:p@127.0.0.1:20001",
      storage: "sqlite:/x")
  }

  @Test func scriptsFindTheFieldsOfTheContract() async throws {
    try await withScratch { folder in
      let file = UpFile(folder: folder)
      try file.write(document())
      let bytes = try #require(FileManager.default.contents(atPath: file.path))
      let top = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
      #expect(top["schema"] as? String == "pangea.up/1")
      #expect(top["ready"] as? Bool == false)
      let process = try #require((top["processes"] as? [[String: Any]])?.first)
      #expect(process["name"] as? String == "shard-1")
      #expect(process["role"] as? String == "shard")
      #expect(process["pid"] as? Int == 7)
      let addresses = try #require(top["addresses"] as? [String: Any])
      #expect(addresses["play"] as? String == "http://127.0.0.1:7777/")
      #expect(addresses["tcp"] as? String == "tcp://127.0.0.1:7778")
      #expect(addresses["admin"] as? String == "http://127.0.0.1:7780/")
      #expect(addresses["metrics"] as? [String] == ["http://127.0.0.1:20000/metrics"])
      let gateway = try #require((top["gateways"] as? [[String: Any]])?.first)
      #expect(Set(gateway.keys) == ["name", "play", "tcp"])
      #expect((top["admin"] as? [String: String]) == ["user": "admin", "password": "secret"])
      #expect(top["redis"] as? String == "redis://:p@127.0.0.1:20001")
      #expect(top["storage"] as? String == "sqlite:/x")
    }
  }

  @Test func onlyTheOwnerReadsItAndNothingElseIsLeft() async throws {
    try await withScratch { folder in
      let file = UpFile(folder: folder)
      try put(at: file.path, Data("old".utf8), mode: 0o644)
      try file.write(document())
      var status = stat()
      #expect(stat(file.path, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
      #expect(file.read() == document())
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["up.json"])
      file.remove()
      #expect(file.read() == nil)
    }
  }

  @Test func whatCannotBeReadIsNone() async throws {
    try await withScratch { folder in
      let file = UpFile(folder: folder)
      #expect(file.read() == nil)
      try put(at: file.path, Data("{\"schema\":1}".utf8))
      #expect(file.read() == nil)
    }
  }
}
