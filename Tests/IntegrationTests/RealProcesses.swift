import Testing

/// Tests with clusters of real processes run one after the other: together they would only measure
/// how busy the machine is.
@Suite(.serialized) enum RealProcesses {}
