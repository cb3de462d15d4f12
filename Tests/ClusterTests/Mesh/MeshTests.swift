import Cluster
import Model
import NIOCore
import Testing
import Wire

@Suite(.serialized)
struct MeshTests {
  private let one = NodeID.shard(ShardID(1))
  private let two = NodeID.shard(ShardID(2))
  private let gate = NodeID.gateway(GatewayID(1))

  @Test func threeNodesHearEachOther() async throws {
    let nodes = [
      try await MeshNode(one), try await MeshNode(two), try await MeshNode(gate),
    ]
    try await running(nodes.map(\.run)) {
      for node in nodes { node.mesh.update(peers: nodes.map(\.peer)) }
      for from in nodes {
        for to in nodes where to.id != from.id {
          await eventually { from.mesh.isLinked(to.id) }
          #expect(from.send(7, to: to.id) == .queued)
        }
        #expect(from.send(1, to: from.id) == .unknownNode)
        #expect(!from.mesh.isLinked(from.id))
      }
      for node in nodes { await eventually { node.heard.elements.count == 2 } }
    }
    for node in nodes {
      // On a machine that stands still for seconds a link may break and come back.
      #expect(node.changes.elements.filter(\.isUp).count >= 2)
      #expect(!node.mesh.isLinked(one) && !node.mesh.isLinked(two))
    }
  }

  @Test func manyMessagesArriveOnceInOrderInFewFrames() async throws {
    let a = try await MeshNode(one)
    let b = try await MeshNode(two)
    let count: UInt64 = 100_000
    try await running([a.run, b.run]) {
      a.mesh.update(peers: [b.peer])
      await eventually { a.mesh.isLinked(two) }
      var number: UInt64 = 0
      while number < count {
        if number.isMultiple(of: 10) {
          var batch = ByteBuffer()
          for next in number..<number + 10 {
            ClusterCodec.append(MeshNode.message(next), to: &batch)
          }
          while a.mesh.send(encoded: batch, messages: 10, to: two) == .full {
            try await Task.sleep(for: .milliseconds(1))
          }
          number += 10
        }
      }
      await eventually { b.heard.elements.count == Int(count) }
    }
    let isInOrder = b.numbers(from: one) == Array(0..<count)
    #expect(isInOrder)
    #expect(b.frames.elements.reduce(0, +) == Int(count))
    // How many wait for each other depends on the machine; a frame for each batch is the most.
    #expect(b.frames.elements.count <= Int(count) / 10)
  }

  /// Nothing else goes the same way: inputs leave by themselves, few frames for many of them.
  @Test func inputsArriveInOrderAndTogether() async throws {
    let a = try await MeshNode(gate)
    let b = try await MeshNode(two)
    try await running([a.run, b.run]) {
      a.mesh.update(peers: [b.peer])
      await eventually { a.mesh.isLinked(two) }
      for number in 1...500 as ClosedRange<UInt64> {
        #expect(a.mesh.send(MeshNode.input(number), to: two) == .queued)
      }
      await eventually { b.inputs.elements.count == 500 }
      #expect(a.mesh.send(MeshNode.input(501), to: two) == .queued)
      await eventually { b.inputs.elements.count == 501 }
    }
    #expect(b.inputs.elements == Array(1...501))
    #expect(b.frames.elements.count < 250)
  }

  @Test func sendersOnManyThreadsKeepTheirOwnOrder() async throws {
    let a = try await MeshNode(one)
    let b = try await MeshNode(two)
    try await running([a.run, b.run]) {
      a.mesh.update(peers: [b.peer])
      await eventually { a.mesh.isLinked(two) }
      await withTaskGroup(of: Void.self) { group in
        for sender in 0..<8 as Range<UInt64> {
          group.addTask {
            for number in 0..<2000 as Range<UInt64> {
              while a.send(sender << 32 | number, to: two) != .queued {
                try? await Task.sleep(for: .milliseconds(1))
              }
            }
          }
        }
      }
      await eventually { b.heard.elements.count == 16_000 }
    }
    let numbers = b.numbers(from: one)
    for sender in 0..<8 as Range<UInt64> {
      #expect(numbers.filter { $0 >> 32 == sender }.map { $0 & 0xFFFF_FFFF } == Array(0..<2000))
    }
  }

  @Test func comesBackAfterAKilledConnection() async throws {
    let a = try await MeshNode(one)
    let b = try await MeshNode(two)
    try await running([a.run]) {
      try await running([b.run]) {
        a.mesh.update(peers: [b.peer])
        await eventually { a.mesh.isLinked(two) }
        #expect(a.send(1, to: two) == .queued)
        await eventually { b.heard.elements.count == 1 }
      }
      await eventually { !a.mesh.isLinked(two) }
      #expect(a.send(2, to: two) == .notLinked)
      let again = try await MeshNode(two, incarnation: 2) { $0.port = b.port }
      try await running([again.run]) {
        await eventually { a.mesh.isLinked(two) }
        #expect(a.send(3, to: two) == .queued)
        await eventually { again.numbers(from: one) == [3] }
      }
    }
    #expect(a.changes.elements.map(\.isUp) == [true, false, true, false])
  }

  @Test func aLaterRunReplacesTheLinkAtOnce() async throws {
    let a = try await MeshNode(one)
    let old = try await MeshNode(two, incarnation: 1)
    let new = try await MeshNode(two, incarnation: 2)
    try await running([a.run, old.run, new.run]) {
      a.mesh.update(peers: [old.peer])
      await eventually { a.mesh.isLinked(two) }
      old.mesh.update(peers: [a.peer])
      await eventually { old.mesh.isLinked(one) }
      a.mesh.update(peers: [new.peer])
      await eventually {
        a.changes.elements.contains { $0.isUp && $0.incarnation == Incarnation(2) }
      }
      #expect(a.send(5, to: two) == .queued)
      await eventually { new.numbers(from: one) == [5] }
      #expect(old.heard.elements.isEmpty)
      // What the old run dialled is closed, and once the new one is in, it does not come back.
      new.mesh.update(peers: [a.peer])
      await eventually { new.mesh.isLinked(one) && !old.mesh.isLinked(one) }
      a.mesh.update(peers: [old.peer])
      #expect(a.mesh.isLinked(two))
    }
  }

  @Test func anUnlistedNodeIsNotDialledAgain() async throws {
    let a = try await MeshNode(one)
    let peer = try await RawPeer(
      hello: MeshHello(node: two, incarnation: Incarnation(1), cluster: "test"))
    try await running([a.run]) {
      let known = MeshPeer(
        node: two, incarnation: Incarnation(1),
        address: NodeAddress(host: "127.0.0.1", port: peer.port))
      a.mesh.update(peers: [known])
      await eventually { peer.connections == 1 }
      a.mesh.update(peers: [])
      await peer.close()
      await eventually { a.send(1, to: two) == .unknownNode }
    }
  }

  @Test func aReaderThatDoesNotReadIsBoundedAndLeft() async throws {
    let limit = 256 << 10
    let a = try await MeshNode(one) { options in
      options.pendingBytesMax = limit
      options.silenceMax = .seconds(5)
    }
    let deaf = try await RawPeer(
      hello: MeshHello(node: two, incarnation: Incarnation(1), cluster: "test"))
    try await running([a.run]) {
      a.mesh.update(peers: [
        MeshPeer(
          node: two, incarnation: Incarnation(1),
          address: NodeAddress(host: "127.0.0.1", port: deaf.port))
      ])
      // Its hello waits in the socket's buffer: the link comes up, and nothing is read of it.
      await eventually { a.mesh.isLinked(two) }
      var batch = ByteBuffer()
      for number in 0..<1000 { ClusterCodec.append(MeshNode.message(UInt64(number)), to: &batch) }
      // No answer to its keepalives: the link is closed in the end, and what waited is counted.
      var outcomes: Set<MeshSendOutcome> = []
      while !a.changes.elements.contains(where: { !$0.isUp }) {
        // At once, so that it fills up also where this task seldom gets its turn.
        for _ in 0..<100 { outcomes.insert(a.mesh.send(encoded: batch, messages: 1000, to: two)) }
        try await Task.sleep(for: .milliseconds(1))
      }
      #expect(outcomes.isSuperset(of: [.queued, .full]))
      let down = a.changes.elements.first { !$0.isUp }
      #expect(down.map { $0.dropped > 0 && $0.dropped.isMultiple(of: 1000) } == true)
    }
    await deaf.close()
  }

  @Test func aPeerThatNeverAnswersIsNotLinked() async throws {
    let a = try await MeshNode(one) { $0.silenceMax = .milliseconds(100) }
    let mute = try await RawPeer(hello: nil)
    try await running([a.run]) {
      a.mesh.update(peers: [
        MeshPeer(
          node: two, incarnation: Incarnation(1),
          address: NodeAddress(host: "127.0.0.1", port: mute.port))
      ])
      await eventually { mute.connections >= 3 }
      #expect(!a.mesh.isLinked(two))
      #expect(a.send(1, to: two) == .notLinked)
    }
    #expect(a.changes.elements.isEmpty)
    await mute.close()
  }

  @Test(arguments: [
    MeshHello(version: 99, node: .shard(ShardID(2)), incarnation: Incarnation(1), cluster: "test"),
    MeshHello(node: .shard(ShardID(2)), incarnation: Incarnation(1), cluster: "other"),
    MeshHello(node: .shard(ShardID(1)), incarnation: Incarnation(1), cluster: "test"),
  ])
  func strangersAreRefused(hello: MeshHello) async throws {
    let a = try await MeshNode(one)
    try await running([a.run]) {
      let caller = try await RawCaller(to: a.port)
      try await caller.send([.hello(hello)])
      try await caller.closed()
    }
    #expect(a.heard.elements.isEmpty)
  }

  @Test func anotherClusterIsNotLinked() async throws {
    let a = try await MeshNode(one)
    let stranger = try await MeshNode(two, cluster: "other")
    try await running([a.run, stranger.run]) {
      a.mesh.update(peers: [stranger.peer])
      let caller = try await RawCaller(to: a.port)
      try await caller.send([MeshNode.message(1)])  // no hello at all
      try await caller.closed()
      #expect(!a.mesh.isLinked(two))
    }
    #expect(a.changes.elements.isEmpty && a.heard.elements.isEmpty)
  }

  @Test func anEarlierRunIsRefusedWhileALaterOneIsLinked() async throws {
    let a = try await MeshNode(one)
    try await running([a.run]) {
      let later = try await RawCaller(to: a.port)
      try await later.send([
        .hello(MeshHello(node: two, incarnation: Incarnation(5), cluster: "test"))
      ])
      try await later.send([MeshNode.message(1)])
      await eventually { a.heard.elements.count == 1 }
      let earlier = try await RawCaller(to: a.port)
      try await earlier.send([
        .hello(MeshHello(node: two, incarnation: Incarnation(4), cluster: "test"))
      ])
      try await earlier.closed()
      let latest = try await RawCaller(to: a.port)
      try await latest.send([
        .hello(MeshHello(node: two, incarnation: Incarnation(6), cluster: "test"))
      ])
      try await later.closed()
      await latest.close()
    }
  }

  @Test(
    arguments: [
      [0x7F, 0xFF, 0xFF, 0xFF, 0],  // a frame of two gigabytes
      [0x00, 0x80, 0x00, 0x01, 0],  // one byte more than a frame may have
      [0x00, 0x00, 0x00, 0x03, 0x0A, 0x05, 0x00],  // a message longer than its frame
      [0x00, 0x00, 0x00, 0x02, 0xFF, 0xFF],  // not protobuf
    ] as [[UInt8]])
  func badFramesCloseTheLink(bytes: [UInt8]) async throws {
    let a = try await MeshNode(one)
    try await running([a.run]) {
      let caller = try await RawCaller(to: a.port)
      try await caller.send([
        .hello(MeshHello(node: two, incarnation: Incarnation(1), cluster: "test"))
      ])
      try await caller.send([MeshNode.message(1)])
      await eventually { a.heard.elements.count == 1 }
      try await caller.send(bytes: bytes)
      try await caller.closed()
    }
    #expect(a.numbers(from: two) == [1])
  }

  @Test func aCallerThatSaysNothingIsClosed() async throws {
    let a = try await MeshNode(one) { $0.silenceMax = .milliseconds(100) }
    try await running([a.run]) {
      let caller = try await RawCaller(to: a.port)
      try await caller.closed()
    }
  }

  @Test func aLinkOutlivesSilenceWhileBothLive() async throws {
    let a = try await MeshNode(one) { $0.silenceMax = .seconds(2) }
    let b = try await MeshNode(two) { $0.silenceMax = .seconds(2) }
    try await running([a.run, b.run]) {
      a.mesh.update(peers: [b.peer])
      await eventually { a.mesh.isLinked(two) }
      try await Task.sleep(for: .milliseconds(2500))
      #expect(a.changes.elements.map(\.isUp) == [true])
    }
  }
}
