import Security

/// How the rows of the audit log hang together.
///
/// The hash of a row is the SHA-256 of
///
///     "pangea audit 1\n" | hash of the row before (32 bytes; zeros before the first)
///     | id (8) | at (8) | session (8; 0 for none)
///     | actor | role | address | action | target | operation | details
///
/// with numbers big-endian, and each text as its length in bytes (4) and its UTF-8: two different
/// rows never have the same bytes.
enum AuditChain {
  private static let magic = Array("pangea audit 1\n".utf8)

  static func hash(
    of entry: AuditEntry, id: UInt64, after previous: [UInt8]
  ) throws(StorageError) -> [UInt8] {
    var bytes = magic + previous
    append(id, to: &bytes)
    append(UInt64(bitPattern: entry.at), to: &bytes)
    append(entry.session?.rawValue ?? 0, to: &bytes)
    for text in entry.texts {
      withUnsafeBytes(of: UInt32(text.utf8.count).bigEndian) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: text.utf8)
    }
    do {
      return try Digest.sha256(bytes)
    } catch {
      throw .unavailable(reason: "\(error)")
    }
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
  }
}

extension AuditEntry {
  /// The texts in the order in which the chain takes them.
  var texts: [String] { [actor, role, address, action, target, operation, details] }
}
