#ifndef PANGEA_CWORKLOADS_H
#define PANGEA_CWORKLOADS_H

// Every plain-C part of the workloads.

#include "histogram.h"
#include "interest.h"
#include "load.h"
#include "process.h"
#include "relay.h"
#include "snapshot_scan.h"
#include "machine.h"

#endif
