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

  /// Makes sure that a Redis of others holds nothing that could mislead this cluster; one of its
  /// own starts empty, and for that this is not called.
  public var adopt: @Sendable (Stores) async throws -> Void
  /// Prepares storage and plans which of so many shards owns what to begin with; Redis already
  /// answers, and no other child runs yet.
  public var prepare: @Sendable (_ shards: Int, Stores) async throws -> Void
  /// The cluster became ready.
  public var ready: @Sendable (UpDocument) async -> Void

  public init(
    adopt: @escaping @Sendable (Stores) async throws -> Void = { _ in },
    prepare: @escaping @Sendable (_ shards: Int, Stores) async throws -> Void = { _, _ in },
    ready: @escaping @Sendable (UpDocument) async -> Void = { _ in }
  ) {
    self.adopt = adopt
    self.prepare = prepare
    self.ready = ready
  }
}
