#ifndef PANGEA_WORKLOADS_MAILBOX_H
#define PANGEA_WORKLOADS_MAILBOX_H

#include <stdint.h>

// The plain-C reference of workload W7: two threads, each with a bounded queue under a mutex and an
// eventfd that is rung only when its reader may sleep.

// Wall time of `calls` questions from one thread to the other, each answered before the next.
// 0: the threads could not start.
uint64_t mailbox_calls(uint64_t calls);

// Wall time of `messages` messages from one thread to the other, posted in batches of `batch` and
// at most `window` ahead of the reader. 0: the threads could not start.
uint64_t mailbox_one_way(uint64_t messages, uint32_t batch, uint64_t window);

// Lets others of this processor run: what a writer does that is too far ahead.
void mailbox_yield(void);

#endif
