/*
 * Catches the processor's exceptions in a driver. The handler does not work in the signal: it lets the thread go on in
 * wdf_sim_c_faulted, on a stack of its own, because the driver's may be what overflowed.
 *
 * What kernel mode would have done, and user mode does not, is done by emulate.c.
 */

#define _GNU_SOURCE
#include "emulate.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

int wdf_sim_c_in_driver(void);
void wdf_sim_c_faulted(int kind, size_t address, size_t instruction) __attribute__((noreturn));
void wdf_sim_c_catch_faults(void);

/* An access so close to the stack pointer that it is the stack that ended. */
enum { NEAR = 1 << 16 };

enum { SIGNAL_STACK = 1 << 16, REPORT_STACK = 1 << 18 };

/* Each thread that runs machines has its own two stacks, for as long as the process lives. */
static __thread char *stacks;

#if defined(__x86_64__)

static void divert(int signal, siginfo_t *info, ucontext_t *context)
{
	greg_t *gregs = context->uc_mcontext.gregs;
	size_t rip = (size_t)gregs[REG_RIP], address = (size_t)info->si_addr;
	int kind = ARITHMETIC;
	if (signal == SIGSEGV || signal == SIGBUS) {
		const uint8_t *at = (const uint8_t *)rip;
		/* A general protection fault names no address, and reading the instruction is safe: it was executed. */
		int is_protection = gregs[REG_TRAPNO] == 13;
		kind = gregs[REG_ERR] & 16 ? EXECUTE : gregs[REG_ERR] & 2 ? WRITE : READ;
		if (kind != EXECUTE && wdf_sim_c_emulate(context, address))
			return;
		if (is_protection && at[0] == 0xCD && at[1] == 0x29)
			kind = FAST_FAIL, address = (size_t)gregs[REG_RCX];
		else if (is_protection && at[0] == 0xCD && at[1] == 0x2C)
			kind = ASSERTION;
		else if (is_protection)
			kind = wdf_sim_c_explain(context, &address);
		else if (kind != EXECUTE && address - ((size_t)gregs[REG_RSP] - NEAR) < 2 * NEAR)
			kind = OVERFLOW;
	} else if (signal == SIGTRAP) {
		if (wdf_sim_c_stepped(context))
			return;
		kind = BREAKPOINT;
	} else {
		/* The number of the exception: 0 for a division, 6 for an instruction that is none. */
		address = (size_t)gregs[REG_TRAPNO];
	}
	gregs[REG_RDI] = kind;
	gregs[REG_RSI] = (greg_t)address;
	gregs[REG_RDX] = (greg_t)rip;
	gregs[REG_RIP] = (greg_t)wdf_sim_c_faulted;
	/* As after a call: 8 below a multiple of 16. */
	gregs[REG_RSP] = (greg_t)(stacks + SIGNAL_STACK + REPORT_STACK - 8);
}

#elif defined(__aarch64__)

static void divert(int signal, siginfo_t *info, ucontext_t *context)
{
	mcontext_t *machine = &context->uc_mcontext;
	size_t pc = machine->pc, address = (size_t)info->si_addr;
	int is_access = signal == SIGSEGV || signal == SIGBUS;
	machine->regs[0] = is_access ? (address == pc ? EXECUTE : READ) : signal == SIGTRAP ? BREAKPOINT : ARITHMETIC;
	machine->regs[1] = is_access ? address : 0;
	machine->regs[2] = pc;
	machine->pc = (size_t)wdf_sim_c_faulted;
	machine->sp = (size_t)(stacks + SIGNAL_STACK + REPORT_STACK);
}

#else

static void divert(int signal, siginfo_t *info, ucontext_t *context)
{
	(void)signal;
	(void)info;
	(void)context;
	abort();
}

#endif

static void caught(int signal, siginfo_t *info, void *context)
{
	if (stacks && wdf_sim_c_in_driver()) {
		divert(signal, info, context);
		return;
	}
	/* Not a driver's: it happens again, and ends the process as it would have without us. */
	struct sigaction standard;
	memset(&standard, 0, sizeof standard);
	standard.sa_handler = SIG_DFL;
	sigaction(signal, &standard, NULL);
}

void wdf_sim_c_catch_faults(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP };
	if (stacks)
		return;
	char *memory = mmap(NULL, SIGNAL_STACK + REPORT_STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return;
	stacks = memory;
	stack_t stack = { .ss_sp = memory, .ss_size = SIGNAL_STACK };
	sigaltstack(&stack, NULL);
	struct sigaction action;
	memset(&action, 0, sizeof action);
	action.sa_sigaction = caught;
	action.sa_flags = SA_SIGINFO | SA_ONSTACK;
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		sigaction(signals[i], &action, NULL);
}
