#include "mailbox.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

// As much as a probe of a player carries: who, where, which, from where.
typedef struct {
  uint64_t character, nonce;
  uint32_t region, gateway;
  uint64_t kind;
} message;

// A queue that its reader swaps for an empty one, so that the lock is held for a moment only.
typedef struct {
  pthread_mutex_t lock;
  message *items, *spare;
  uint32_t count, capacity;
  bool is_woken;
  int bell;
} mailbox;

typedef struct {
  mailbox there, back;
  uint64_t count;
  _Atomic uint64_t taken;
} pair;

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static bool open_mailbox(mailbox *box, uint32_t capacity) {
  memset(box, 0, sizeof *box);
  pthread_mutex_init(&box->lock, NULL);
  box->capacity = capacity;
  box->items = malloc(capacity * sizeof *box->items);
  box->spare = malloc(capacity * sizeof *box->spare);
  box->bell = eventfd(0, EFD_CLOEXEC);
  return box->items && box->spare && box->bell >= 0;
}

static void close_mailbox(mailbox *box) {
  pthread_mutex_destroy(&box->lock);
  free(box->items);
  free(box->spare);
  if (box->bell >= 0) close(box->bell);
}

static void post(mailbox *box, const message *messages, uint32_t count) {
  pthread_mutex_lock(&box->lock);
  if (count > box->capacity - box->count) count = box->capacity - box->count;
  memcpy(box->items + box->count, messages, count * sizeof *messages);
  box->count += count;
  bool wakes = !box->is_woken && count > 0;
  box->is_woken = box->is_woken || wakes;
  pthread_mutex_unlock(&box->lock);
  uint64_t one = 1;
  if (wakes && write(box->bell, &one, sizeof one) < 0) abort();
}

// Sleeps until the bell rings, and takes all there is.
static uint32_t take(mailbox *box, message **messages) {
  uint64_t rings;
  if (read(box->bell, &rings, sizeof rings) < 0) abort();
  pthread_mutex_lock(&box->lock);
  *messages = box->items;
  box->items = box->spare;
  box->spare = *messages;
  uint32_t count = box->count;
  box->count = 0;
  box->is_woken = false;
  pthread_mutex_unlock(&box->lock);
  return count;
}

static void *answer(void *argument) {
  pair *both = argument;
  for (uint64_t done = 0; done < both->count;) {
    message *messages;
    uint32_t count = take(&both->there, &messages);
    post(&both->back, messages, count);
    done += count;
  }
  return NULL;
}

static void *ask(void *argument) {
  pair *both = argument;
  message question = {.character = 1, .region = 1, .gateway = 1};
  for (uint64_t done = 0; done < both->count; done++) {
    message *answers;
    question.nonce = done;
    post(&both->there, &question, 1);
    if (take(&both->back, &answers) != 1 || answers[0].nonce != done) abort();
  }
  return NULL;
}

static void *count_all(void *argument) {
  pair *both = argument;
  for (uint64_t done = 0; done < both->count;) {
    message *messages;
    uint32_t count = take(&both->there, &messages);
    for (uint32_t i = 0; i < count; i++) done += messages[i].kind;
    atomic_store_explicit(&both->taken, done, memory_order_release);
  }
  return NULL;
}

uint64_t mailbox_calls(uint64_t calls) {
  pair both = {.count = calls};
  uint64_t took = 0;
  bool is_open = open_mailbox(&both.there, 64);
  if (open_mailbox(&both.back, 64) && is_open) {
    uint64_t start = now();
    pthread_t asker, answerer;
    if (!pthread_create(&answerer, NULL, answer, &both)) {
      if (pthread_create(&asker, NULL, ask, &both)) {
        pthread_cancel(answerer);
      } else {
        pthread_join(asker, NULL);
        took = now() - start;
      }
      pthread_join(answerer, NULL);
    }
  }
  close_mailbox(&both.there);
  close_mailbox(&both.back);
  return took;
}

void mailbox_yield(void) { sched_yield(); }

uint64_t mailbox_one_way(uint64_t messages, uint32_t batch, uint64_t window) {
  pair both = {.count = messages};
  uint64_t took = 0;
  message *batches = calloc(batch, sizeof *batches);
  pthread_t reader;
  if (open_mailbox(&both.there, (uint32_t)(window + batch)) && batches) {
    uint64_t start = now();
    if (!pthread_create(&reader, NULL, count_all, &both)) {
      for (uint64_t sent = 0; sent < messages;) {
        uint32_t count = messages - sent < batch ? (uint32_t)(messages - sent) : batch;
        while (sent - atomic_load_explicit(&both.taken, memory_order_acquire) > window) {
          mailbox_yield();
        }
        for (uint32_t i = 0; i < count; i++) {
          batches[i] = (message){.character = 1, .nonce = sent + i, .kind = 1};
        }
        post(&both.there, batches, count);
        sent += count;
      }
      pthread_join(reader, NULL);
      took = now() - start;
    }
  }
  close_mailbox(&both.there);
  free(batches);
  return took;
}
