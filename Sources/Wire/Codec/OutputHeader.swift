import Model
import NIOCore

/// What stands around a client's frame on its way from a region to a gateway: an `Output` without
/// its bytes. Written by hand, because there is one for each player and tick.
public struct OutputHeader: Hashable, Sendable {
  public var character: CharacterID
  public var generation: SessionGeneration
  public var sequence: HandoffSequence
  public var region: RegionID
  public var epoch: Epoch
  public var lastInput: InputSequence
  public var part: ViewPart?

  public init(
    character: CharacterID, generation: SessionGeneration, sequence: HandoffSequence,
    region: RegionID, epoch: Epoch, lastInput: InputSequence, part: ViewPart? = nil
  ) {
    self.character = character
    self.generation = generation
    self.sequence = sequence
    self.region = region
    self.epoch = epoch
    self.lastInput = lastInput
    self.part = part
  }

  init(_ output: Output) {
    self.init(
      character: output.character, generation: output.generation, sequence: output.sequence,
      region: output.region, epoch: output.epoch, lastInput: output.lastInput, part: output.part)
  }

  /// Bytes around the client's frame at their longest: three tags with lengths, eight numbers.
  private static let bytesMax = 3 * 11 + 8 * 11

  /// Appends a `MeshMessage` whose frame has `frameBytes`, written by `body`, which may touch
  /// `slackBytes` more.
  func append(
    frameBytes: Int, slackBytes: Int, to buffer: inout ByteBuffer,
    _ body: (inout FieldWriter) -> Void
  ) {
    buffer.writeWithUnsafeMutableBytes(
      minimumWritableBytes: Self.bytesMax + frameBytes + slackBytes
    ) { space in
      guard let start = space.assumingMemoryBound(to: UInt8.self).baseAddress else { return 0 }
      var writer = FieldWriter(start)
      let output = fieldBytes + (frameBytes > 0 ? delimitedBytes(frameBytes) : 0)
      writer.header(0x0A, length: delimitedBytes(output))
      writer.header(0x2A, length: output)
      writer.field(0x08, character.rawValue)
      writer.field(0x10, generation.rawValue)
      writer.field(0x18, sequence.rawValue)
      writer.field(0x20, UInt64(region.rawValue))
      writer.field(0x28, epoch.rawValue)
      writer.field(0x30, lastInput.rawValue)
      if frameBytes > 0 {
        writer.header(0x3A, length: frameBytes)
        body(&writer)
      }
      if let part {
        writer.field(0x40, part.number)
        writer.field(0x48, part.isWhole ? 1 : 0)
      }
      return writer.cursor - start
    }
  }

  private var fieldBytes: Int {
    numberFieldBytes(character.rawValue) + numberFieldBytes(generation.rawValue)
      + numberFieldBytes(sequence.rawValue) + numberFieldBytes(UInt64(region.rawValue))
      + numberFieldBytes(epoch.rawValue) + numberFieldBytes(lastInput.rawValue)
      + (part.map { numberFieldBytes($0.number) + numberFieldBytes($0.isWhole ? 1 : 0) } ?? 0)
  }
}
