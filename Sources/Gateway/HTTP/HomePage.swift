import NIOCore

/// The page at `/` of a gateway without the files of the play client: what it is, and how to get in.
enum HomePage {
  static func body(server: String) -> ByteBuffer {
    ByteBuffer(
      string: """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Pangea</title>
        <style>
        body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto;
          padding: 0 1rem; color: #1d2b24; background: #f6f8f4 }
        code { background: #e3e9df; padding: 0.1em 0.3em; border-radius: 0.2em }
        </style>
        </head>
        <body>
        <h1>Pangea</h1>
        <p>This is <strong>\(escaped(server))</strong>, a gateway of a Pangea game cluster: one
        continuous world, simulated by many machines, whose borders nobody notices.</p>
        <p>It was started where there are no files of the client for the browser. They lie in
        <code>Web/play</code> of the source: start it there, or name the folder in
        <code>PANGEA_WEB</code>.</p>
        <p>Players connect by WebSocket at <code>/play</code>, or by TCP on the port beside this
        one. Bots play over the same protocol and check that none of their inputs is lost or
        applied twice:</p>
        <pre><code>pangea bots --count 50 --seconds 30 --cross</code></pre>
        <p>The protocol is written down in <code>docs/protocol.md</code>;
        <a href="/healthz">/healthz</a> tells whether this gateway takes players.</p>
        </body>
        </html>

        """)
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.append(character)
      }
    }
  }
}
