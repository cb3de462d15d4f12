#ifndef PANGEA_CWORKLOADS_H
#define PANGEA_CWORKLOADS_H

// Every plain-C part of the workloads.

#include "histogram.h"
#include "interest.h"
#include "load.h"
#include "machine.h"
#include "mailbox.h"
#include "probes.h"
#include "process.h"
#include "relay.h"
#include "snapshot_scan.h"

#endif
