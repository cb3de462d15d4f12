import Model
import Wire

/// Everything that a process has for traces: what is recorded without anybody asking, what operators
/// ask for, and where it goes.
public final class Tracing: Sendable {
  /// What is recorded without anybody asking.
  public struct Terms: Hashable, Sendable {
    /// Of ticks and of inputs.
    public var share: TraceShare
    /// A tick that takes longer is recorded, and a handoff; nil: none is for that.
    public var budget: BootTime.Span?

    public init(share: TraceShare, budget: BootTime.Span?) {
      self.share = share
      self.budget = budget
    }

    /// Nothing.
    public static let off = Terms(share: .none, budget: nil)
  }

  public let terms: Terms
  public let clock: any Clock
  public let recorder: SpanRecorder
  public let switches: TraceSwitch

  public init(terms: Terms, clock: any Clock, recorder: SpanRecorder) {
    self.terms = terms
    self.clock = clock
    self.recorder = recorder
    switches = TraceSwitch(clock: clock)
  }

  /// Records nothing by itself.
  public static func off(_ node: NodeID, clock: any Clock) -> Tracing {
    Tracing(
      terms: .off, clock: clock,
      recorder: SpanRecorder(node: node, clock: clock, wallMicroseconds: clock.now.microseconds))
  }

  /// A source of ids for one owner.
  public func source() -> TraceSource { recorder.source() }

  /// Carries out an order about traces.
  ///
  /// - Parameter reached: how many players it is about here, or 0.
  public func carryOut(
    _ order: OperationOrder, seconds: UInt32, process: NodeID?, reached: UInt32
  ) -> OperationOutcome {
    guard process == nil || process == recorder.node else { return .nothingToDo }
    guard switches.carryOut(order, seconds: seconds) else { return .refused(.failed) }
    return .applied(reached: reached)
  }
}
