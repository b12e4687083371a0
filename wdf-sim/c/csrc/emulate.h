/*
 * What kernel mode lets a driver's instructions do, and user mode does not: done for them by emulate.c when the
 * processor's exception comes to fault.c.
 */
#ifndef WDF_SIM_EMULATE_H
#define WDF_SIM_EMULATE_H

#include <stddef.h>
#include <stdint.h>
#include <ucontext.h>

/* The kinds of exceptions, as src/fault.rs numbers them. */
enum { READ, WRITE, EXECUTE, ARITHMETIC, FAST_FAIL, ASSERTION, BREAKPOINT, OVERFLOW, PRIVILEGED };

#if defined(__x86_64__)

/* Does the instruction at which the thread stopped, if it is one of those: nonzero then, and the thread goes on. */
int wdf_sim_c_emulate(ucontext_t *context, size_t address);

/* After an instruction that was let run by itself: nonzero if it was ours, and the thread goes on. */
int wdf_sim_c_stepped(ucontext_t *context);

/* For an exception that names no address: what kind it was, and which address the instruction meant. */
int wdf_sim_c_explain(const ucontext_t *context, size_t *address);

#endif

#endif
