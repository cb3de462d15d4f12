import AdminAPI
import ArgumentParser
import Foundation
import Security
import Storage

/// `pangea staff`: accounts of whoever runs the cluster, by hand on its storage. What it does stands
/// in the audit log like what the API does.
struct StaffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "staff", abstract: "Show and change accounts of staff.",
    discussion: """
      Passwords are made and shown once; who brings their own sets PANGEA_STAFF_PASSWORD. Roles: \
      \(Role.allCases.map(\.rawValue).joined(separator: ", ")). The cluster may run.
      """,
    subcommands: [List.self, Add.self, Change.self, Disable.self, Enable.self, Reset.self],
    defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show all accounts.")

    @OptionGroup var options: StorageOptions

    func run() async throws {
      try await options.withStaff { store in
        let document = StaffListDocument(try await store.staff())
        try options.show(document, document.lines)
      }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make an account.")

    @OptionGroup var options: StorageOptions

    @Option(help: "What they may do.")
    var role: Role

    @Argument(help: "The name to log in with: letters, digits, '.', '_', '-', '@'.")
    var name: String

    func run() async throws {
      if let wrong = StaffRules.complaint(aboutName: name) { throw ValidationError(wrong) }
      let password = try NewPassword()
      try await options.withStaff { store in
        let id = try await store.addStaff(
          name, passwordHash: password.hash, role: role.rawValue,
          audit: .byHand("staff.add", details: ["name": name, "role": role.rawValue]))
        guard id != nil else { throw FailedVerdict("The name \(name) is taken.") }
        try options.show(password.document(name), password.lines(name))
      }
    }
  }

  struct Change: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "role", abstract: "Give an account another role; its sessions end.")

    @OptionGroup var options: StorageOptions

    @Argument(help: "The account's name.")
    var name: String

    @Argument(help: "What they may do from now on.")
    var role: Role

    func run() async throws {
      try await options.change(
        name, [.role(role.rawValue)], "staff.change", details: ["role": role.rawValue])
    }
  }

  struct Disable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let nobody log in to an account; its sessions end.")

    @OptionGroup var options: StorageOptions

    @Argument(help: "The account's name.")
    var name: String

    func run() async throws {
      try await options.change(
        name, [.disabled(true)], "staff.change", details: ["disabled": "true"])
    }
  }

  struct Enable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take an account into use again that was disabled.")

    @OptionGroup var options: StorageOptions

    @Argument(help: "The account's name.")
    var name: String

    func run() async throws {
      try await options.change(
        name, [.disabled(false)], "staff.change", details: ["disabled": "false"])
    }
  }

  struct Reset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Another password, or no second factor any more; the sessions end.")

    @OptionGroup var options: StorageOptions

    @Flag(help: "Another password.")
    var password = false

    @Flag(help: "No second factor: the next log-in sets one up.")
    var secondFactor = false

    @Argument(help: "The account's name.")
    var name: String

    func run() async throws {
      guard password || secondFactor else {
        throw ValidationError("Say what to reset: --password, --second-factor or both.")
      }
      let new = password ? try NewPassword() : nil
      var (changes, what): ([StaffChange], [String]) = ([], [])
      if let new {
        changes.append(.passwordHash(new.hash))
        what.append("password")
      }
      if secondFactor {
        changes.append(.factorRemoved)
        what.append("second_factor")
      }
      try await options.change(
        name, changes, "staff.reset", details: ["what": what.joined(separator: ",")],
        password: new)
    }
  }
}

extension Role: ExpressibleByArgument {}
