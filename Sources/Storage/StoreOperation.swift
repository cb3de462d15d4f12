/// Names the operations of `Store` in metrics.
enum StoreOperation: String, CaseIterable, Sendable {
  case register, regions, claimRegions = "claim_regions", release
  case createGuest = "create_guest", character, characters, removeGuest = "remove_guest"
  case openSession = "open_session", resumeSession = "resume_session"
  case confirmSession = "confirm_session", closeSession = "close_session"
  case attach, claimHandoffs = "claim_handoffs", revoke, confirm, save, leave
  case saveCheckpoints = "save_checkpoints", checkpoint, plan, storePlan = "store_plan"
  case registerAccount = "register_account", account, replacePassword = "replace_password"
  case revokeTokens = "revoke_tokens", createCharacter = "create_character"
  case characterName = "character_name", issueTicket = "issue_ticket"
  case redeemTicket = "redeem_ticket", removeGuests = "remove_guests", sharedKey = "shared_key"
  case perform, settle, belongings, groundItems = "ground_items", mail
  case auditBelongings = "audit_belongings", fencingMarks = "fencing_marks"
  case newestOperations = "newest_operations", operations, forgetResults = "forget_results"
  case staff, changeStaff = "change_staff", factor
  case staffSession = "staff_session", openStaffSession = "open_staff_session"
  case closeStaffSession = "close_staff_session", audit, verifyAudit = "verify_audit"
  case recordAdminOperation = "record_admin_operation"
  case settleAdminOperation = "settle_admin_operation", adminOperations = "admin_operations"
  case changeAnnouncement = "change_announcement", announcements, mutes
  case schema, migrate, backUp = "back_up", restore
}
