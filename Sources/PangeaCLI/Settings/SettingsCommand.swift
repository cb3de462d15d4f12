import ArgumentParser

/// Prints the table of settings: `docs/configuration.md` is this command's output.
struct SettingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "Print every setting of the roles with flag, variable and default, as Markdown.")

  func run() {
    print(Self.document)
  }

  static var document: String {
    var lines = [
      "# Settings",
      "",
      "Each role takes its settings from a flag, else from an environment variable, else from the",
      "default. Secrets (the passwords in URLs) belong into the environment. This page is what",
      "`pangea settings` prints.",
      "",
      "| flag | variable | default | meaning |",
      "| --- | --- | --- | --- |",
    ]
    for setting in Setting.all {
      let fallback = setting.fallback.isEmpty ? "-" : "`\(setting.fallback)`"
      let flag = setting.flag.isEmpty ? "-" : "`--\(setting.flag)`"
      lines.append(
        "| \(flag) | `\(setting.environment)` | \(fallback) | \(setting.help) |")
    }
    return lines.joined(separator: "\n")
  }
}
