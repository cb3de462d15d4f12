#define _GNU_SOURCE
#include "CSupervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { report_descriptor = 4, descriptors_max = 65536 };

// Between fork and exec only calls that are safe in a signal handler are allowed: other threads
// may have held any lock at the moment of the fork.
static void reset_signals(void) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) sigaction(number, &action, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static void close_from(int first) {
  if (syscall(SYS_close_range, first, ~0U, 0) == 0) return;
  for (int descriptor = first; descriptor < descriptors_max; descriptor++) close(descriptor);
}

static int place_descriptors(const struct csupervisor_child *child, int *report) {
  // Everything moves above the places it is to take first, so that no move overwrites another.
  int output = fcntl(child->output, F_DUPFD, 10);
  int inherited = child->inherited < 0 ? -1 : fcntl(child->inherited, F_DUPFD, 10);
  int null = open("/dev/null", O_RDWR);
  if (output < 0 || null < 0 || (child->inherited >= 0 && inherited < 0)) return -1;
  if (dup2(null, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) return -1;
  int kept = fcntl(*report, F_DUPFD_CLOEXEC, 10);
  if (kept < 0) return -1;
  *report = kept;
  if (dup2(inherited < 0 ? null : inherited, 3) < 0) return -1;
  return 0;
}

static void become(const struct csupervisor_child *child, pid_t parent, int report) {
  reset_signals();
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) goto failed;
  if (getppid() != parent) _exit(127);  // the parent died before the line above
  if (setpgid(0, 0) != 0) goto failed;
  if (child->directory != NULL && chdir(child->directory) != 0) goto failed;
  if (place_descriptors(child, &report) != 0) goto failed;
  // The report's end closes by itself when exec succeeds; all others close now.
  if (dup3(report, report_descriptor, O_CLOEXEC) < 0) goto failed;
  report = report_descriptor;
  close_from(report_descriptor + 1);
  execve(child->executable, (char *const *)child->arguments,
         (char *const *)child->environment);
failed:;
  int reason = errno;
  ssize_t written = write(report, &reason, sizeof reason);
  (void)written;
  _exit(127);
}

int csupervisor_spawn(const struct csupervisor_child *child, pid_t *pid) {
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) return errno;
  pid_t parent = getpid();
  pid_t forked = fork();
  if (forked < 0) {
    int reason = errno;
    close(report[0]);
    close(report[1]);
    return reason;
  }
  if (forked == 0) {
    close(report[0]);
    become(child, parent, report[1]);
  }
  close(report[1]);
  int reason = 0;
  ssize_t count;
  do count = read(report[0], &reason, sizeof reason);
  while (count < 0 && errno == EINTR);
  close(report[0]);
  if (count == 0) {
    *pid = forked;
    return 0;
  }
  csupervisor_reap(forked);
  return count == sizeof reason ? reason : EIO;
}

int csupervisor_wait(pid_t pid) {
  siginfo_t info = {0};
  while (waitid(P_PID, pid, &info, WEXITED | WNOWAIT) < 0) {
    if (errno != EINTR) return 255;
  }
  return info.si_code == CLD_EXITED ? info.si_status : 256 + info.si_status;
}

void csupervisor_reap(pid_t pid) {
  while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
  }
}
