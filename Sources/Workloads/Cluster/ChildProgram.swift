import CWorkloads

/// A program that runs beside this one until the value goes.
struct ChildProgram: ~Copyable {
  private let child: OpaquePointer

  /// - Parameters:
  ///   - output: the file that what it prints is added to.
  ///   - core: where it runs with all that it starts; -1: anywhere.
  init?(_ executable: String, arguments: [String], output: String, core: Int32) {
    var pointers: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map(Self.copy)
    defer { for pointer in pointers { pointer?.deallocate() } }
    pointers.append(nil)
    guard let child = workload_child_start(executable, pointers, output, core) else { return nil }
    self.child = child
  }

  /// Tells it to stop and waits until it does.
  deinit { workload_child_end(child, 15) }

  var number: Int32 { workload_child_number(child) }
  var isRunning: Bool { workload_child_is_running(child) }

  private static func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
    let bytes = text.utf8CString
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    for (index, byte) in bytes.enumerated() { copy[index] = byte }
    return copy
  }
}
