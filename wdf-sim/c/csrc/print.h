/* What print.c and secure.c share: where a formatted text goes. */

#ifndef WDF_SIM_C_PRINT_H
#define WDF_SIM_C_PRINT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct out {
	/* Of chars, or of 16-bit characters if `wide`; what does not fit is counted and left out. */
	void *text;
	size_t room, length;
	/* The format is one of 16-bit characters as well. */
	int wide;
};

void wdf_sim_c_format(struct out *out, const void *format, va_list arguments);

#endif
