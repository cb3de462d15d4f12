import Model
import NIOCore

/// One event loop of a shard, with what lives on it: the ticker, and the outbox of its regions.
struct RegionHome: Sendable {
  let loop: any EventLoop
  let ticker: LoopTicker
  let outbox: NIOLoopBound<LoopOutbox>

  /// Starts ticking on a loop; a tick's messages leave as one batch for each node.
  static func start(
    on loop: any EventLoop, clock: any Clock, wallMicroseconds: Int64, outlet: any Outlet,
    router: RegionRouter
  ) async throws -> RegionHome {
    let outbox = try await loop.submit {
      NIOLoopBound(
        LoopOutbox(outlet: outlet) { router.broadcast(.linkLost($0)) }, eventLoop: loop)
    }.get()
    let ticker = LoopTicker(on: loop, clock: clock, wallMicroseconds: wallMicroseconds)
    ticker.afterEachTick { outbox.value.flush() }
    ticker.start()
    return RegionHome(loop: loop, ticker: ticker, outbox: outbox)
  }
}
