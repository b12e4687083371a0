/*
 * Routines of the kernel that are not simulated. A driver that names one links all the same, and a run that calls it
 * ends with the rule NotSimulated and the routine's name. Each is weak, so a program may define it.
 *
 * absent.h has the names, those that wdm.h, ntddk.h and wdmsec.h declare and no file of ntos/ defines; the test
 * no_routine_is_both_simulated_and_absent keeps it so.
 */

void wdf_sim_c_absent(const char *name) __attribute__((noreturn));

#define ABSENT(name)                                             \
	__attribute__((weak, noreturn)) void name(void);         \
	__attribute__((weak, noreturn)) void name(void)          \
	{                                                        \
		wdf_sim_c_absent(#name);                         \
	}

#include "absent.h"
