#ifndef PANGEA_CWORKLOADS_H
#define PANGEA_CWORKLOADS_H

// Every plain-C reference of the workloads.

#include "interest.h"

#endif
