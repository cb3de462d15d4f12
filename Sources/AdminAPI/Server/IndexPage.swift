/// The first page: what is here. It says nothing about the cluster, so it needs no credentials.
enum IndexPage {
  static let html = """
    <!doctype html>
    <html lang="en">
    <head><meta charset="utf-8"><title>Pangea admin</title></head>
    <body>
    <h1>Pangea admin</h1>
    <p>This is the admin process of a Pangea cluster. The user and the password are in its
    environment; <code>pangea up</code> prints them and writes them to <code>up.json</code>.</p>
    <ul>
    <li><a href="/api/cluster">/api/cluster</a>: shards, regions, epochs, players, tick times and
    gateways as JSON (credentials needed)</li>
    </ul>
    </body>
    </html>

    """
}
