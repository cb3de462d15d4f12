import AdminAPI
import Cluster
import Model
import Synchronization
import Wire

/// What operators order of admin processes: they ask each other over the mesh, and themselves
/// without it.
final class AdminOrders: Sendable {
  private let runtime: RoleRuntime
  private let mesh: Mesh
  private let desk = Mutex<OperationDesk?>(nil)
  private let receiver = Mutex<OperationReceiver?>(nil)

  init(runtime: RoleRuntime, mesh: Mesh) {
    self.runtime = runtime
    self.mesh = mesh
  }

  /// The desk needs this before it exists, so it is told afterwards.
  func connect(_ desk: OperationDesk) {
    self.desk.withLock { $0 = desk }
    let receiver = OperationReceiver(
      node: runtime.node, incarnation: runtime.incarnation,
      wallClock: { UInt64(WallClock.microseconds / 1_000) },
      send: { [weak self] in self?.answer($0, to: $1) },
      process: { [runtime] in runtime.carryOut($0) }, work: { _, done in done(.nothingToDo) })
    self.receiver.withLock { $0 = receiver }
  }

  /// Sends an order; what is lost is sent again.
  func send(_ order: OperationOrder, to node: NodeID) {
    guard node == runtime.node else {
      _ = mesh.send(.operationOrder(order), to: node)
      return
    }
    receive(order)
  }

  func receive(_ order: OperationOrder) { receiver.withLock { $0 }?.receive(order) }

  private func answer(_ receipt: OperationReceipt, to admin: AdminID) {
    guard .admin(admin) == runtime.node else {
      _ = mesh.send(.operationReceipt(receipt), to: .admin(admin))
      return
    }
    desk.withLock { $0 }?.received(receipt, from: runtime.node)
  }
}
