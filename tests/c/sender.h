/* What the driver that sends, its applications and the drivers below it know of each other. */
#ifndef SENDER_H
#define SENDER_H

/* CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800 + n, METHOD_BUFFERED, FILE_ANY_ACCESS). */
#define SENDER_CODE(n) (0x22u << 16 | (0x800u + (n)) << 2)
/* The request itself goes to the driver below, and comes back with its answer. */
#define SENDER_FORWARD SENDER_CODE(1)
/* The named driver is asked, and waited for, at most SENDER_PATIENCE. */
#define SENDER_ASK SENDER_CODE(2)
/* A request of the driver's own goes to the named driver, and stays there until it is answered or cancelled. */
#define SENDER_POST SENDER_CODE(3)
#define SENDER_CANCEL SENDER_CODE(4)
/* What the driver itself sends to the named driver. */
#define SENDER_QUESTION SENDER_CODE(5)

#define SENDER_PATIENCE 10
#define SENDER_NAME "\\Device\\Oracle"

#endif
