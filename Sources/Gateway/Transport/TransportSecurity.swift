import NIOCore
import NIOPosix
import NIOSSL

/// The certificate with which both ports of a gateway speak TLS.
public struct CertificateFiles: Hashable, Sendable {
  /// The certificate and those that it is signed by, leaf first, in PEM.
  public var certificate: String
  /// Its private key, in PEM.
  public var key: String

  public init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }
}

/// What stands first on every connection: TLS when there is a certificate, nothing else. With TLS a
/// connection that does not speak it is closed.
struct TransportSecurity: Sendable {
  /// Connections as they come.
  static let none = TransportSecurity { _ in }

  private let install: @Sendable (any Channel) throws -> Void

  /// Called once for each new connection, on its event loop, before anything else is added.
  func secure(_ channel: any Channel) throws { try install(channel) }

  /// Reads certificate and key, off the caller's thread; nil: no TLS.
  static func load(_ files: CertificateFiles?) async throws(GatewayError) -> TransportSecurity {
    guard let files else { return .none }
    let loaded = await withCheckedContinuation { continuation in
      NIOThreadPool.singleton.submit { _ in
        continuation.resume(
          returning: Result { () throws(GatewayError) in try reading(files) })
      }
    }
    return try loaded.get()
  }
}

extension TransportSecurity {
  private static func reading(
    _ files: CertificateFiles
  ) throws(GatewayError) -> TransportSecurity {
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
      guard !chain.isEmpty else {
        throw GatewayError.certificate("\(files.certificate) holds no certificate")
      }
      let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
      configuration.minimumTLSVersion = .tlsv12
      configuration.applicationProtocols = ["http/1.1"]
      let context = try NIOSSLContext(configuration: configuration)
      return TransportSecurity { channel in
        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
      }
    } catch let error as GatewayError {
      throw error
    } catch {
      throw .certificate("\(files.certificate) and \(files.key): \(error)")
    }
  }
}
