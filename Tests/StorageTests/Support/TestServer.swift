import Foundation
import Synchronization

/// A PostgreSQL server of the tests' own, on a temporary folder, reached by a socket there.
///
/// A shell guards it: when this process ends, however it ends, the shell reads the end of its input,
/// kills the server and removes the folder. An administrator runs it as the user `postgres`, because
/// the server refuses administrators.
final class TestServer: Sendable {
  /// Where its socket is.
  let folder: String
  private let input: Int32
  private let databases = Atomic<Int>(0)
  private let rubbish = DispatchQueue(label: "databases to drop")

  /// The one that most tests share; it never waits for the disk.
  static func shared() async throws -> TestServer { try await sharedServer.value }

  private static let sharedServer = Task {
    try await TestServer(settings: ["fsync=off", "full_page_writes=off"])
  }

  /// Makes a server, somewhere below a place, and starts it.
  init(settings: [String] = [], in place: String = "/tmp") async throws {
    let programs = try Self.programs()
    folder = try Self.makeFolder(in: place)
    input = try Self.spawn(
      ["/bin/bash", "-c", Self.starter, "bash", Self.guardian, programs, folder] + Self.user)
    tell("make")
    for setting in settings + Self.settings { tell("set \(setting)") }
    try await start()
  }

  deinit { close(input) }

  private static let settings = [
    "listen_addresses=", "max_connections=1000", "shared_buffers=32MB", "max_wal_size=256MB",
    "autovacuum=off", "log_min_messages=fatal", "jit=off", "dynamic_shared_memory_type=mmap",
  ]

  /// Starts the guardian as nobody's child: a child that ended and was not waited for would keep
  /// tests in processes of their own waiting for ever. Whatever else the tests have open just then
  /// (sockets that listen, pipes of other children) must not stay open with it.
  private static let starter = """
    for file in /proc/self/fd/*; do
      number=${file##*/}
      [ "$number" -lt 3 ] || eval "exec $number>&-"
    done
    guardian=$1
    shift
    exec 3<&0
    /bin/sh -c "$guardian" sh "$@" <&3 3<&- &
    """

  /// Reads one order a line, until its input ends.
  private static let guardian = """
    programs=$1 folder=$2 job=
    shift 2
    end() {
      server=$(head -n 1 "$folder/data/postmaster.pid" 2>/dev/null)
      [ -z "$server" ] || kill -9 $server $(cat /proc/$server/task/$server/children) 2>/dev/null
    }
    while read -r order word; do
      case $order in
      make)
        "$@" "$programs/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
          --no-sync >"$folder/initdb.log" 2>&1
        printf 'local keyed all scram-sha-256\\nlocal all all trust\\n' >"$folder/data/pg_hba.conf"
        printf "unix_socket_directories = '%s'\\n" "$folder" >>"$folder/data/postgresql.conf"
        ;;
      set) printf "%s = '%s'\\n" "${word%%=*}" "${word#*=}" >>"$folder/data/postgresql.conf" ;;
      start)
        [ -z "$job" ] || wait "$job"
        "$@" "$programs/postgres" -D "$folder/data" </dev/null >>"$folder/log" 2>&1 &
        job=$!
        ;;
      end) end ;;
      esac
    done
    end
    wait
    rm -rf "$folder"
    """

  /// Where the newest server's programs are: Debian keeps each version in a folder of its own.
  private static func programs() throws -> String {
    let root = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    let newest = versions.compactMap(Int.init).sorted().last {
      access("\(root)/\($0)/bin/initdb", X_OK) == 0
    }
    guard let newest else {
      throw TestFailure(
        """
        No PostgreSQL server in \(root): install the package `postgresql`, as `tools/setup.sh \
        --tests` does. The tests start one of their own and leave the system's alone.
        """)
    }
    return "\(root)/\(newest)/bin"
  }

  /// Short, because the path of a socket may not be long.
  private static func makeFolder(in place: String) throws -> String {
    var template = Array(
      ("\(place)/pangea-postgres-" + String(repeating: "X", count: 6)).utf8CString)
    guard mkdtemp(&template) != nil else { throw TestFailure("no folder in \(place)") }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if getuid() == 0 {
      guard let user = getpwnam("postgres") else {
        throw TestFailure("no user `postgres`: install the package `postgresql`")
      }
      guard chown(path, user.pointee.pw_uid, user.pointee.pw_gid) == 0 else {
        throw TestFailure("\(path) cannot be given to `postgres`")
      }
    }
    return path
  }

  /// What goes before a command that an administrator must not run.
  private static var user: [String] {
    getuid() == 0
      ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : ["env"]
  }

  /// Starts the guardian in a process group of its own and answers where its orders go.
  private static func spawn(_ command: [String]) throws -> Int32 {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw TestFailure("no pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    var arguments = command.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var pid: pid_t = 0
    let failure = posix_spawn(&pid, command[0], &actions, &attributes, &arguments, environ)
    close(ends[0])
    while failure == 0, waitpid(pid, nil, 0) < 0, errno == EINTR {}
    guard failure == 0 else { throw TestFailure("\(command[0]) does not start: \(failure)") }
    return ends[1]
  }

  private func tell(_ order: String) {
    let line = Array("\(order)\n".utf8)
    _ = write(input, line, line.count)
  }

  // MARK: Its life

  /// Starts it and waits until it answers.
  func start() async throws {
    tell("start")
    for _ in 0..<3_000 {
      if (try? SQLConsole(url("postgres"))) != nil { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    let logs = ["initdb.log", "log"].compactMap {
      try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)
    }
    throw TestFailure("the PostgreSQL server does not answer: \(logs.joined())")
  }

  /// Kills all its processes at once, as when the machine goes down.
  func crash() { signal(SIGKILL) }

  /// Freezes all its processes.
  func freeze() { signal(SIGSTOP) }

  func thaw() { signal(SIGCONT) }

  private func signal(_ number: Int32) {
    for pid in processes { kill(pid, number) }
  }

  /// The server and its children, the server first.
  private var processes: [pid_t] {
    let file = try? String(contentsOfFile: "\(folder)/data/postmaster.pid", encoding: .utf8)
    guard let server = file?.split(separator: "\n").first.flatMap({ pid_t($0) }) else { return [] }
    let children = try? String(
      contentsOfFile: "/proc/\(server)/task/\(server)/children", encoding: .utf8)
    return [server] + (children ?? "").split(separator: " ").compactMap { pid_t($0) }
  }

  // MARK: Its databases

  func url(_ database: String, user: String = "postgres") -> String {
    "postgres:///\(database)?host=\(folder)&user=\(user)"
  }

  /// An empty database, by its name.
  func makeDatabase() throws -> String {
    let number = databases.add(1, ordering: .relaxed).newValue
    try SQLConsole(url("postgres")).execute("CREATE DATABASE t\(number) TEMPLATE template0")
    return "t\(number)"
  }

  /// Drops a database some time, when nobody is connected any more.
  func drop(_ database: String) {
    rubbish.asyncAfter(deadline: .now() + 2) { [self] in
      _ = try? SQLConsole(url("postgres")).execute("DROP DATABASE \(database)")
    }
  }
}
