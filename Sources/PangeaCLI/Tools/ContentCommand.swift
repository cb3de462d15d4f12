import ArgumentParser
import Content
import Foundation

/// `pangea content`: checks game data and builds what clients get.
struct ContentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "content", abstract: "Check game data, or build the bundle for clients.",
    subcommands: [Check.self, Build.self])

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check game data; each finding names file, place and remedy.")

    @Argument(help: "Files or folders; without one, everything.")
    var paths: [String] = []

    @Option(help: "The folder of the world's content.")
    var content: String?

    @Flag(help: "Print the report as JSON.")
    var json = false

    func run() throws {
      let report = ContentCheck.run(root: ContentFolder.path(content), paths: paths)
      if json {
        print(try report.json())
      } else {
        for line in report.lines { print(line) }
      }
      if !report.isGood { throw ExitCode(1) }
    }
  }

  struct Build: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the bundle that gateways hand to clients, named by hash.")

    @Option(help: "The folder of the world's content.")
    var content: String?

    @Option(help: "Where to write; default: 'build' in the content's folder.")
    var output: String?

    func run() throws {
      let root = ContentFolder.path(content)
      do {
        print(try Bundle.build(content: root, to: output ?? root + "/build"))
      } catch {
        FileHandle.standardError.write(Data("pangea: \(error)\n".utf8))
        throw ExitCode(1)
      }
    }
  }
}
