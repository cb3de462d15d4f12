import Foundation
import Synchronization

/// Stands between a store and a server, and breaks connections at chosen words.
final class TestProxy: Sendable {
  /// What happens the next time that a client says something.
  enum Fault: Hashable, Sendable {
    /// The connection breaks before the server hears the words.
    case cutBefore(String)
    /// The server hears the words, and the connection breaks before its answer comes back.
    case cutAfter(String)
    /// From these words on the server hears nothing more.
    case silence(String)

    var words: String {
      switch self {
      case .cutBefore(let words), .cutAfter(let words), .silence(let words): words
      }
    }
  }

  private let folder: TemporaryFolder
  private let server: String
  private let listener: Int32
  private let plan = Plan()

  /// For the server whose socket is in a folder.
  init(serverFolder: String) throws {
    folder = try TemporaryFolder()
    server = serverFolder + "/.s.PGSQL.5432"
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let path = folder.path + "/.s.PGSQL.5432"
    guard Self.address(path, { bind(listener, $0, $1) }) == 0, listen(listener, 64) == 0 else {
      throw TestFailure("no socket at \(path)")
    }
    Thread { [listener, server, plan] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        let upstream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard Self.address(server, { connect(upstream, $0, $1) }) == 0 else {
          close(client)
          close(upstream)
          continue
        }
        let link = Link(client: client, upstream: upstream)
        Thread { link.forward(plan) }.start()
        Thread { link.back() }.start()
      }
    }.start()
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// A server's URL by way of the proxy.
  func url(_ url: String) -> String {
    url.replacing(server.dropLast("/.s.PGSQL.5432".count), with: folder.path)
  }

  /// Breaks one connection.
  func arrange(_ fault: Fault) { plan.fault.withLock { $0 = fault } }

  /// Whether the fault has happened.
  var isOver: Bool { plan.fault.withLock { $0 == nil } }

  private static func address(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  /// The fault that will happen.
  private final class Plan: Sendable {
    let fault = Mutex<Fault?>(nil)
  }

  /// One connection through the proxy.
  private final class Link: Sendable {
    let client: Int32
    let upstream: Int32
    private let swallowing = Atomic<Bool>(false)
    private let silent = Atomic<Bool>(false)

    init(client: Int32, upstream: Int32) {
      self.client = client
      self.upstream = upstream
    }

    deinit {
      close(client)
      close(upstream)
    }

    func forward(_ plan: Plan) {
      while let chunk = read(client) {
        let happening = plan.fault.withLock { fault -> Fault? in
          guard let next = fault, chunk.firstRange(of: Data(next.words.utf8)) != nil else {
            return nil
          }
          fault = nil
          return next
        }
        switch happening {
        case .cutBefore: return cut()
        case .cutAfter: swallowing.store(true, ordering: .sequentiallyConsistent)
        case .silence: silent.store(true, ordering: .sequentiallyConsistent)
        case nil: break
        }
        if silent.load(ordering: .sequentiallyConsistent) { continue }
        guard write(upstream, chunk) else { break }
      }
      cut()
    }

    func back() {
      while let chunk = read(upstream) {
        if swallowing.load(ordering: .sequentiallyConsistent) { break }
        guard write(client, chunk) else { break }
      }
      cut()
    }

    private func cut() {
      shutdown(client, Int32(SHUT_RDWR))
      shutdown(upstream, Int32(SHUT_RDWR))
    }

    private func read(_ descriptor: Int32) -> Data? {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = recv(descriptor, &buffer, buffer.count, 0)
      return count > 0 ? Data(buffer[..<count]) : nil
    }

    private func write(_ descriptor: Int32, _ data: Data) -> Bool {
      data.withUnsafeBytes { bytes in
        var sent = 0
        while sent < bytes.count {
          let count = send(
            descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent,
            Int32(MSG_NOSIGNAL))
          guard count > 0 else { return false }
          sent += count
        }
        return true
      }
    }
  }
}
