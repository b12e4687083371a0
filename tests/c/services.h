/* What the driver of the kernel's services is asked for: each device control tries one family of them. */
#ifndef TESTS_SERVICES_H
#define TESTS_SERVICES_H

#define SERVICE(number) (0x220000 | (0x900 + (number)) << 2)
#define SERVICE_THREAD SERVICE(0)
#define SERVICE_WORK SERVICE(1)
#define SERVICE_LOOKASIDE SERVICE(2)
#define SERVICE_MDL SERVICE(3)
#define SERVICE_CLOCK SERVICE(4)
#define SERVICE_BREAK SERVICE(5)

#endif
