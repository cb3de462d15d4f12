import Foundation
import Testing

@testable import AdminAPI

@Suite struct RoleTests {
  /// Written out once more, by hand: whoever gives a role another permission says so here.
  private static let expected: [Role: Set<Permission>] = [
    .superAdmin: [
      .ownAccount, .viewCluster, .viewPlayers, .viewOperations, .viewAudit, .viewTraces,
      .announce, .kick, .mute, .teleport, .setAttributes, .giveItems, .undoOperation,
      .traceControl, .logControl, .manageStaff,
    ],
    .gm: [
      .ownAccount, .viewCluster, .viewPlayers, .viewOperations, .announce, .kick, .mute,
      .teleport, .setAttributes, .giveItems, .undoOperation,
    ],
    .customerService: [
      .ownAccount, .viewCluster, .viewPlayers, .viewOperations, .kick, .mute, .teleport,
    ],
    .designer: [.ownAccount, .viewCluster, .viewPlayers, .viewTraces, .teleport],
    .sre: [
      .ownAccount, .viewCluster, .viewOperations, .viewAudit, .viewTraces, .announce,
      .undoOperation, .traceControl, .logControl,
    ],
    .readOnly: [.ownAccount, .viewCluster, .viewPlayers, .viewOperations, .viewTraces],
  ]

  @Test(arguments: Role.allCases)
  func aRoleHasItsPermissionsAndNoOther(_ role: Role) throws {
    #expect(role.permissions == Self.expected[role])
  }

  @Test func nobodyMayNothing() {
    for permission in Permission.allCases { #expect(!StaffActor.nobody.may(permission)) }
  }

  /// The table of `docs/security.md`.
  @Test func theTableOfTheDocumentIsTrue() throws {
    let file = URL(fileURLWithPath: #filePath).appendingPathComponent(
      "../../../../docs/security.md")
    let document = try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
    var lines = [
      "| permission | what it opens | "
        + Role.allCases.map(\.rawValue).joined(separator: " | ") + " |",
      "| --- | --- |" + Role.allCases.map { _ in " :-: |" }.joined(),
    ]
    for permission in Permission.allCases {
      let marks = Role.allCases.map { $0.permissions.contains(permission) ? "yes" : "-" }
      lines.append(
        "| `\(permission.rawValue)` | \(permission.summary) | "
          + marks.joined(separator: " | ") + " |")
    }
    let table = lines.joined(separator: "\n")
    #expect(document.contains(table), "the table should be:\n\(table)")
  }
}
