import NIOCore

@testable import Wire

/// What a client says, as a gateway reads it from somebody it does not trust.
enum ClientFrameProbe {
  /// What the decoder makes of bytes, in one line; begins with "broken" when it breaks a promise.
  static func verdict(of bytes: [UInt8]) -> String {
    let frame = ByteBuffer(bytes: bytes)
    do throws(WireError) {
      let message = try ClientCodec.decodeClient(frame)
      var again = ByteBuffer()
      ClientCodec.encode(message, to: &again)
      guard again.readableBytes <= Limits.clientFrameBytesMax else { return "broken: grows" }
      guard (try? ClientCodec.decodeClient(again)) == message else { return "broken: round trip" }
      guard let plain = ClientCodec.readPlain(frame) else { return "read \(kind(message))" }
      let packed = try? ClientCodec.decodeClientPacked(frame)
      return packed == plain ? "read plain \(kind(plain))" : "broken: by hand and by protobuf"
    } catch {
      return "refused \(error)"
    }
  }

  private static func kind(_ message: ClientMessage) -> String {
    switch message {
    case .hello: "hello"
    case .guestLogin, .resumeLogin, .ticketLogin: "login"
    case .join: "join"
    case .input: "input"
    case .probe: "probe"
    case .bye: "bye"
    case .say: "say"
    case .request: "request"
    }
  }
}

/// What a gateway says, as a client reads it.
enum ServerFrameProbe {
  static func verdict(of bytes: [UInt8]) -> String {
    do throws(WireError) {
      let message = try ClientCodec.decodeServer(ByteBuffer(bytes: bytes))
      var again = ByteBuffer()
      ClientCodec.encode(message, to: &again)
      guard (try? ClientCodec.decodeServer(again)) == message else { return "broken: round trip" }
      return "read \(kind(message))"
    } catch {
      return "refused \(error)"
    }
  }

  private static func kind(_ message: ServerMessage) -> String {
    switch message {
    case .welcome: "welcome"
    case .loggedIn: "logged in"
    case .joined: "joined"
    case .snapshot: "snapshot"
    case .probeReply: "probe reply"
    case .error: "error"
    case .bye: "bye"
    case .chatLine: "chat line"
    case .notice: "notice"
    case .answer: "answer"
    case .belongings: "belongings"
    case .mailbox: "mailbox"
    case .tradeOffer: "trade offer"
    case .tradeTable: "trade table"
    case .announcement: "announcement"
    }
  }
}

/// What processes of a cluster say to each other.
enum ClusterFrameProbe {
  static func verdict(of bytes: [UInt8]) -> String {
    var messages: [ClusterMessage] = []
    do throws(WireError) {
      let unknown = try ClusterCodec.decode(frame: ByteBuffer(bytes: bytes)) {
        messages.append($0)
      }
      return promise(on: messages) ?? "read \(messages.count), unknown \(unknown)"
    } catch {
      return promise(on: messages) ?? "read \(messages.count), refused \(error)"
    }
  }

  /// What is wrong with messages that were read; nil: nothing.
  private static func promise(on messages: [ClusterMessage]) -> String? {
    for message in messages {
      var frame = ByteBuffer()
      ClusterCodec.append(message, to: &frame)
      guard (try? ClusterCodec.decode(frame: frame)) == [message] else {
        return "broken: round trip"
      }
      var packed = ByteBuffer()
      ClusterCodec.appendPacked(message, to: &packed)
      guard packed == frame else { return "broken: by hand and by protobuf" }
    }
    return nil
  }
}
