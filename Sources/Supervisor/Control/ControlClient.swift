/// Asks a running cluster to do something.
public struct ControlClient: Sendable {
  private let folder: DataFolder

  /// A cluster on this data folder; whether one runs shows when it is asked.
  public init(folder: DataFolder) { self.folder = folder }

  /// Changes how many shards there are, and returns when that is done, with a sentence about it.
  public func scale(shards: Int) async throws(SupervisorError) -> String {
    try await ask(.scale(shards: shards), within: SupervisorLimits.startMax)
  }

  private func ask(
    _ request: ControlRequest, within time: Duration
  ) async throws(SupervisorError) -> String {
    _ = try folder.running()
    let socket = try ControlSocket(path: folder.socket)
    let answer = await Exchange.socket(path: socket.path).ask(
      ControlLine.encode(request), within: time
    ) { $0.hasSuffix("\n") }
    guard let answer, let reply = ControlLine.decode(answer, as: ControlReply.self) else {
      throw .unreachable(path: folder.path, reason: "it gave no answer")
    }
    guard reply.done else { throw .refused(reply.message) }
    return reply.message
  }
}
