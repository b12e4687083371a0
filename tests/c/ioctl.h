/* The device controls of ioctl.c, for the driver and its application. */
#ifndef TESTS_IOCTL_H
#define TESTS_IOCTL_H

/* A code: device type 0x22, any access, the function's number and the method. */
#define TESTS_CODE(function, method) ((0x22u << 16) | ((function) << 2) | (method))

#define IOCTL_REVERSE TESTS_CODE(0x800u, 0)
#define IOCTL_IN_DIRECT TESTS_CODE(0x801u, 1)
#define IOCTL_OUT_DIRECT TESTS_CODE(0x802u, 2)
#define IOCTL_NEITHER TESTS_CODE(0x803u, 3)
#define IOCTL_WAIT TESTS_CODE(0x804u, 0)
#define IOCTL_ANSWER TESTS_CODE(0x805u, 0)
#define IOCTL_BREAK TESTS_CODE(0x806u, 0)

#endif
