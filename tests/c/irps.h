/* What the driver of IRPs, its application and the driver below it know of each other. */
#ifndef IRPS_H
#define IRPS_H

/* CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800 + n, METHOD_BUFFERED, FILE_ANY_ACCESS). */
#define IRPS_CODE(n) (0x22u << 16 | (0x800u + (n)) << 2)
/* The driver below is asked with an IRP that the driver allocates, or has built. */
#define IRPS_OWN IRPS_CODE(1)
#define IRPS_BUILT IRPS_CODE(2)
/* A write is sent that is on its own until it comes back. */
#define IRPS_WRITE IRPS_CODE(3)
/* A question is sent and cancelled. */
#define IRPS_CANCEL IRPS_CODE(4)
/* What the driver below is asked: it answers with the input's bytes, each one more; without input it keeps the question. */
#define IRPS_QUESTION IRPS_CODE(5)
/* Many IRPs are had at once. */
#define IRPS_MANY IRPS_CODE(6)
/* A request is held, and looked at when it was cancelled. */
#define IRPS_HOLD IRPS_CODE(7)
#define IRPS_LOOK IRPS_CODE(8)
/* The driver's own device is asked for nothing. */
#define IRPS_SELF IRPS_CODE(9)
#define IRPS_NOTHING IRPS_CODE(10)

/* How much is read. */
#define IRPS_LENGTH 6

/* What the first byte of a write says about its way. */
#define IRPS_HERE 'h'
#define IRPS_SKIP 's'
#define IRPS_KEEP 'k'
#define IRPS_COPY 'c'

#endif
