#include <stdlib.h>
#include <hiredis/hiredis.h>
