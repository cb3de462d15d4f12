import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The machine's boot clock: it runs on while a process is stopped or the machine sleeps, and
/// nobody can set it, so it is the only clock that leases may trust.
public struct SystemClock: Clock {
  public init() {}

  public var now: BootTime {
    var time = timespec()
    let result = clock_gettime(CLOCK_BOOTTIME, &time)
    precondition(result == 0, "the kernel has a boot clock")
    return BootTime(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }
}
