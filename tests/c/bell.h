/* The device control of bell.c, for the driver and its application. */
#ifndef TESTS_BELL_H
#define TESTS_BELL_H

/* Asks how often the bell has rung: device type 0x22, function 0x900, METHOD_BUFFERED, any access. */
#define IOCTL_BELL_RUNG 0x00222400u

#endif
