/* The device that the driver of the interrupt line drives: its registers, and where its line and its memory are. */
#ifndef TESTS_LINE_H
#define TESTS_LINE_H

#define LINE_MEMORY 0xF0000000u
#define LINE_LENGTH 0x1000u
#define LINE_VECTOR 11
#define LINE_IRQL 5

/* Registers, as indices of 32-bit words: is an interrupt pending, what was received, is it enabled. */
#define LINE_STATUS 0
#define LINE_DATA 1
#define LINE_ENABLE 2

#define LINE_IOCTL_READ 0x222C00

#endif
