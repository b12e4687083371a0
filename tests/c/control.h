/* What the driver with a control device and its applications know of each other. */
#ifndef CONTROL_H
#define CONTROL_H

/* CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800 + n, method, FILE_ANY_ACCESS). */
#define CONTROL_CODE(n, method) (0x22u << 16 | (0x800u + (n)) << 2 | (method))
/* The input comes back reversed, by each of the four ways to the buffers. */
#define CONTROL_REVERSE(method) CONTROL_CODE(1, method)
/* The device goes away when the last handle to it is closed. */
#define CONTROL_GO CONTROL_CODE(2, 0)

#endif
