/* What the driver that shares is asked for: each device control tries one family of routines. */
#ifndef TESTS_SHARING_H
#define TESTS_SHARING_H

#define SHARE(number) (0x220000 | (0xA00 + (number)) << 2)
#define SHARE_LOCKS SHARE(0)
#define SHARE_REMOVE SHARE(1)
#define SHARE_REGISTRY SHARE(2)

#endif
