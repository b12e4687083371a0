/* What the driver that chooses queues and its application know of each other. */
#ifndef CHOOSER_H
#define CHOOSER_H

/* CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800 + n, METHOD_BUFFERED, FILE_ANY_ACCESS). */
#define CHOOSE(n) (0x22u << 16 | (0x800u + (n)) << 2)
/* Where a control goes: the framework's choice, the other queue, that queue by the caller's thread, nowhere, into a wait. */
#define CHOOSE_NONE CHOOSE(1)
#define CHOOSE_OTHER CHOOSE(2)
#define CHOOSE_CALLER CHOOSE(3)
#define CHOOSE_HERE CHOOSE(4)
#define CHOOSE_WAIT CHOOSE(5)
/* Another callback is asked for, which is too late. */
#define CHOOSE_LATE CHOOSE(6)

/* Who completed a request; with CHOOSE_SEEN if EvtIoInCallerContext saw it first. */
#define CHOOSE_BY_DEFAULT 1
#define CHOOSE_BY_OTHER 2
#define CHOOSE_SEEN 8

/* What the first byte of a write says about its way through the preprocess callback. */
#define CHOOSE_SKIP 's'
#define CHOOSE_COPY 'c'
#define CHOOSE_COPY_SEEN 'C'

#endif
