import Testing

/// Compares what a machine did with what it should do. (`#expect` would copy the machine, which
/// move-only values do not allow.)
func check<Value: Equatable>(
  _ actual: Value, _ expected: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(actual == expected, sourceLocation: sourceLocation)
}
