#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct workload_child {
  pthread_t thread;
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  const char *executable, *output;
  char *const *arguments;
  int core;
  pid_t pid;          // 0: not yet; -1: it could not start
  atomic_bool has_ended;
  int status;
};

// Only calls that are safe between fork and exec.
static void become(const workload_child *child, pid_t parent) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) sigaction(number, &action, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(127);
  setpgid(0, 0);
  if (child->core >= 0) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((unsigned)child->core, &set);
    sched_setaffinity(0, sizeof set, &set);
  }
  int null = open("/dev/null", O_RDONLY);
  int output = open(child->output, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (null < 0 || output < 0) _exit(127);
  dup2(null, 0);
  dup2(output, 1);
  dup2(output, 2);
  close_range(3, ~0u, 0);
  execv(child->executable, child->arguments);
  _exit(127);
}

// The kernel ties the death signal to the thread that forked: this one lives as long as the child.
static void *look_after(void *context) {
  workload_child *child = context;
  pid_t parent = getpid(), pid = fork();
  if (pid == 0) become(child, parent);
  pthread_mutex_lock(&child->mutex);
  child->pid = pid;
  pthread_cond_signal(&child->changed);
  pthread_mutex_unlock(&child->mutex);
  if (pid < 0) return NULL;
  // Its number stays taken until `workload_child_end` has sent its last signal.
  siginfo_t info = {0};
  while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
  }
  child->status = info.si_code == CLD_EXITED ? info.si_status : 256 + info.si_status;
  atomic_store(&child->has_ended, true);
  return NULL;
}

static void release(workload_child *child) {
  pthread_mutex_destroy(&child->mutex);
  pthread_cond_destroy(&child->changed);
  free(child);
}

workload_child *workload_child_start(const char *executable, char *const *arguments,
                                     const char *output, int core) {
  workload_child *child = calloc(1, sizeof *child);
  if (!child) return NULL;
  pthread_mutex_init(&child->mutex, NULL);
  pthread_cond_init(&child->changed, NULL);
  child->executable = executable;
  child->arguments = arguments;
  child->output = output;
  child->core = core;
  if (pthread_create(&child->thread, NULL, look_after, child)) {
    release(child);
    return NULL;
  }
  pthread_mutex_lock(&child->mutex);
  while (child->pid == 0) pthread_cond_wait(&child->changed, &child->mutex);
  pthread_mutex_unlock(&child->mutex);
  if (child->pid > 0) return child;
  pthread_join(child->thread, NULL);
  release(child);
  return NULL;
}

int workload_child_number(const workload_child *child) { return child->pid; }

bool workload_child_is_running(const workload_child *child) {
  return !atomic_load(&child->has_ended);
}

int workload_child_end(workload_child *child, double seconds_max) {
  if (workload_child_is_running(child)) kill(child->pid, SIGTERM);
  for (double waited = 0; workload_child_is_running(child) && waited < seconds_max;
       waited += 0.02)
    usleep(20000);
  // Whatever of its group is left goes too.
  kill(-child->pid, SIGKILL);
  pthread_join(child->thread, NULL);
  int status = child->status;
  waitpid(child->pid, NULL, 0);
  release(child);
  return status;
}

uint64_t workload_process_nanoseconds(int process) {
  clockid_t clock;
  struct timespec time;
  if (process <= 0 || clock_getcpuclockid(process, &clock) || clock_gettime(clock, &time)) return 0;
  return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}

uint64_t workload_process_bytes(int process) {
  char path[64], line[256];
  snprintf(path, sizeof path, "/proc/%d/smaps_rollup", process);
  FILE *file = fopen(path, "re");
  if (!file) return 0;
  unsigned long long kilobytes = 0;
  while (fgets(line, sizeof line, file))
    if (sscanf(line, "Pss: %llu kB", &kilobytes) == 1) break;
  fclose(file);
  return (uint64_t)kilobytes * 1024;
}
