#ifndef C_SUPERVISOR_H
#define C_SUPERVISOR_H

#include <sys/types.h>

// How a child process starts. Arrays end with NULL, as execve wants them.
struct csupervisor_child {
  const char *executable;    // a path, not searched for
  const char *const *arguments;
  const char *const *environment;
  const char *directory;     // working directory, or NULL for the parent's
  int output;                // becomes standard output and standard error
  int inherited;             // kept open as descriptor 3 while the child lives; -1 for none
};

// Starts a child in a process group of its own; 0, or the errno of the step that failed.
//
// The kernel kills the child with SIGKILL when the calling *thread* ends, however it ends
// (PR_SET_PDEATHSIG), so call this on a thread that lives exactly as long as the child should.
int csupervisor_spawn(const struct csupervisor_child *child, pid_t *pid);

// Waits until a child has exited, without reaping it: its number cannot be given to another process
// yet. The exit status, or 256 + the signal that ended it.
int csupervisor_wait(pid_t pid);

// Frees the number of a child that csupervisor_wait has reported.
void csupervisor_reap(pid_t pid);

// Takes an exclusive lock on a file for its open file description: children that inherit the
// descriptor hold it too, so it is free only when all of them have ended. 0, or an errno: EAGAIN or
// EACCES when somebody holds it.
int csupervisor_lock(int descriptor);

// Whether somebody else holds the lock, found out without touching it: 1, 0, or -1 and errno.
int csupervisor_is_locked(int descriptor);

#endif
