// The server's side of RFC 6455, as far as a browser needs it for whole binary messages.
import { createHash } from 'node:crypto';

const salt = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export class Socket {
  /** Answers the handshake. */
  constructor(request, stream) {
    this.stream = stream;
    this.onmessage = () => {};
    this.onclose = () => {};
    this.waiting = Buffer.alloc(0);
    const key = createHash('sha1').update(request.headers['sec-websocket-key'] + salt);
    stream.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${key.digest('base64')}\r\n\r\n`);
    stream.on('data', (bytes) => this.read(bytes));
    stream.on('close', () => this.onclose());
    stream.on('error', () => stream.destroy());
  }

  read(bytes) {
    this.waiting = Buffer.concat([this.waiting, bytes]);
    while (this.waiting.length >= 6) {
      let length = this.waiting[1] & 127;
      let at = 2;
      if (length === 126) {
        length = this.waiting.readUInt16BE(2);
        at = 4;
      }
      if (this.waiting.length < at + 4 + length) return;
      const mask = this.waiting.subarray(at, at + 4);
      const body = Uint8Array.from(
        this.waiting.subarray(at + 4, at + 4 + length), (byte, index) => byte ^ mask[index & 3]);
      const opcode = this.waiting[0] & 15;
      this.waiting = this.waiting.subarray(at + 4 + length);
      if (opcode === 8) this.close();
      else if (opcode === 2) this.onmessage(body);
    }
  }

  frame(opcode, body) {
    const head = body.length < 126 ? [128 | opcode, body.length]
      : body.length < 65536 ? [128 | opcode, 126, body.length >> 8, body.length & 255]
        : [128 | opcode, 127, 0, 0, 0, 0, (body.length >>> 24) & 255, (body.length >> 16) & 255,
          (body.length >> 8) & 255, body.length & 255];
    if (!this.stream.destroyed) this.stream.write(Buffer.concat([Buffer.from(head), body]));
  }

  send(bytes) {
    this.frame(2, bytes);
  }

  close() {
    this.frame(8, Buffer.from([3, 232]));
    this.stream.end();
  }

  /** As when a cable is pulled. */
  cut() {
    this.stream.destroy();
  }
}
