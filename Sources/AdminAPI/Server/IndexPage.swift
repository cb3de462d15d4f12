/// The first page where no console was made: what is here, and how one is made. It says nothing about the cluster, so it needs no log-in.
enum IndexPage {
  static let html = """
    <!doctype html>
    <html lang="en">
    <head><meta charset="utf-8"><title>Pangea admin</title></head>
    <body>
    <h1>Pangea admin</h1>
    <p>This is the admin process of a Pangea cluster. Its first user and password are in its
    environment; <code>pangea up</code> prints them and writes them to <code>up.json</code>. Accounts
    of staff are made by <code>pangea staff add</code> or over the API.</p>
    <p>The console was not built: <code>make build</code> or <code>tools/console.sh</code> makes it,
    and the next start of this process shows it here. The API is complete without it:</p>
    <ul>
    <li><a href="/api/cluster">/api/cluster</a>: shards, regions, epochs, players, tick times and
    gateways as JSON (log-in needed)</li>
    <li><a href="/api/openapi.json">/api/openapi.json</a>: everything that can be asked for, as an
    OpenAPI document</li>
    </ul>
    </body>
    </html>

    """
}
