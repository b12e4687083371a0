/* The device controls of the driver that looks into IRPs, one for each method of transfer. */
#ifndef TESTS_PACKET_H
#define TESTS_PACKET_H

#define PACKET(number, method) (0x220000 | (0xA00 + (number)) << 2 | (method))
#define PACKET_BUFFERED PACKET(0, 0)
#define PACKET_IN_DIRECT PACKET(1, 1)
#define PACKET_OUT_DIRECT PACKET(2, 2)
#define PACKET_NEITHER PACKET(3, 3)
#define PACKET_BREAK PACKET(4, 0)

/* How much is read. */
#define PACKET_READ 5

#endif
