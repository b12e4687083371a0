/* What the driver of states is asked for: each device control tries one family of the kernel's objects. */
#ifndef TESTS_STATES_H
#define TESTS_STATES_H

#define STATE(number) (0x220000 | (0xB00 + (number)) << 2)
#define STATE_COUNTS STATE(0)
#define STATE_TIMERS STATE(1)
#define STATE_DPCS STATE(2)
#define STATE_SPIN STATE(3)
#define STATE_RESOURCE STATE(4)
#define STATE_BEGIN STATE(5)
#define STATE_END STATE(6)
#define STATE_BREAK STATE(7)

#endif
