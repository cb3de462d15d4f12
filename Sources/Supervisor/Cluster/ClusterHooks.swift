/// What a cluster needs done that the supervisor knows nothing about. The executable wires it.
public struct ClusterHooks: Sendable {
  /// Where the shared parts of a running cluster are.
  public struct Stores: Hashable, Sendable {
    public var redis: String
    public var storage: String
    public var cluster: String

    public init(redis: String, storage: String, cluster: String) {
      self.redis = redis
      self.storage = storage
      self.cluster = cluster
    }
  }

  /// Prepares storage and plans which of so many shards owns what to begin with; Redis already
  /// answers, and no other child runs yet.
  public var prepare: @Sendable (_ shards: Int, Stores) async throws -> Void
  /// The cluster became ready.
  public var ready: @Sendable (UpDocument) async -> Void

  public init(
    prepare: @escaping @Sendable (_ shards: Int, Stores) async throws -> Void = { _, _ in },
    ready: @escaping @Sendable (UpDocument) async -> Void = { _ in }
  ) {
    self.prepare = prepare
    self.ready = ready
  }
}
