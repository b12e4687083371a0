/*
 * Instructions that the kernel's headers make of inline functions, and that user mode may not execute, on x86-64:
 *
 *   - reading and writing CR8, which holds the level;
 *   - reading KUSER_SHARED_DATA at its fixed address, for the time, the tick count and the version: the instruction is
 *     let run by itself (the trap flag) with the register that addresses the page pointing to a copy;
 *   - reading the processor's control region through GS, for the current thread and processor: likewise, with GS
 *     pointing to a copy;
 *   - disabling and enabling interrupts, which needs nothing: between two calls of the kernel no simulated thread is
 *     interrupted.
 */
#if defined(__x86_64__) && defined(__linux__)

#define _GNU_SOURCE
#include "emulate.h"

#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

uint8_t wdf_sim_c_irql(void);
void wdf_sim_c_set_irql(uint8_t irql);
uint64_t wdf_sim_c_time(void);
size_t wdf_sim_c_thread(uint32_t *processor);

#define USER_SHARED_DATA 0xFFFFF78000000000ull

enum { PAGE = 4096, TRAP_FLAG = 0x100, SET_GS = 0x1001, NO_REGISTER = -1, RSI = 6 };
/* A tick of the clock is 15.625 milliseconds; the multiplier is that times 2^24. */
enum { TICK = 156250, TICK_MULTIPLIER = 0x0FA00000, QPC_FREQUENCY = 10000000 };

static const int registers[16] = { REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
				   REG_R8,  REG_R9,	 REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15 };

/* An instruction, as far as it matters where it reads and writes. */
struct instruction {
	size_t length_of_prefixes;
	int gs, wide, vector, two_bytes;
	uint8_t opcode, modrm;
	int base, index, scale;
	int64_t displacement;
	int relative;
	/* Behind the operand: where the next instruction or an immediate begins. */
	const uint8_t *end;
};

static struct instruction decode(const uint8_t *at)
{
	struct instruction in = { .base = NO_REGISTER, .index = NO_REGISTER, .scale = 1 };
	const uint8_t *start = at;
	int rex_b = 0, rex_x = 0;

	for (;; at++) {
		if (*at == 0x65)
			in.gs = 1;
		else if (*at != 0x64 && *at != 0x66 && *at != 0x67 && *at != 0xF0 && *at != 0xF2 && *at != 0xF3 &&
			 *at != 0x2E && *at != 0x36 && *at != 0x3E && *at != 0x26)
			break;
	}
	if ((*at & 0xF0) == 0x40) {
		in.wide = *at >> 3 & 1;
		rex_x = *at >> 1 & 1;
		rex_b = *at & 1;
		at++;
	} else if (*at == 0xC5 || *at == 0xC4 || *at == 0x62) {
		int prefix = *at == 0xC5 ? 2 : *at == 0xC4 ? 3 : 4;
		if (prefix > 2) {
			rex_x = ~at[1] >> 6 & 1;
			rex_b = ~at[1] >> 5 & 1;
		}
		in.vector = in.two_bytes = 1;
		at += prefix;
	}
	in.length_of_prefixes = (size_t)(at - start);
	if (!in.vector && *at == 0x0F) {
		in.two_bytes = 1;
		at++;
		if (*at == 0x38 || *at == 0x3A)
			at++;
	}
	in.opcode = *at++;
	if (!in.two_bytes && (in.opcode == 0xA4 || in.opcode == 0xA5 || in.opcode == 0xAC || in.opcode == 0xAD)) {
		in.base = RSI;
		in.end = at;
		return in;
	}
	in.modrm = *at++;
	int mod = in.modrm >> 6, rm = in.modrm & 7;
	if (mod == 3) {
		in.end = at;
		return in;
	}
	if (rm == 4) {
		uint8_t sib = *at++;
		if (((sib >> 3 & 7) | rex_x << 3) != 4)
			in.index = (sib >> 3 & 7) | rex_x << 3;
		in.scale = 1 << (sib >> 6);
		if ((sib & 7) != 5 || mod != 0)
			in.base = (sib & 7) | rex_b << 3;
		else
			mod = 4;
	} else if (rm == 5 && mod == 0) {
		in.relative = 1;
		mod = 4;
	} else {
		in.base = rm | rex_b << 3;
	}
	if (mod == 1) {
		in.displacement = (int8_t)*at++;
	} else if (mod == 2 || mod == 4) {
		int32_t value;
		memcpy(&value, at, sizeof value);
		in.displacement = value;
		at += sizeof value;
	}
	in.end = at;
	return in;
}

static size_t address_of(const struct instruction *in, const greg_t *gregs)
{
	size_t address = (size_t)in->displacement;
	if (in->relative)
		address += (size_t)in->end;
	if (in->base != NO_REGISTER)
		address += (size_t)gregs[registers[in->base]];
	if (in->index != NO_REGISTER)
		address += (size_t)gregs[registers[in->index]] * (size_t)in->scale;
	return address;
}

static void put(uint8_t *page, size_t at, const void *value, size_t length)
{
	memcpy(page + at, value, length);
}

static void put_number(uint8_t *page, size_t at, uint32_t value)
{
	put(page, at, &value, sizeof value);
}

/* KSYSTEM_TIME: the low part, and the high part twice. */
static void put_time(uint8_t *page, size_t at, uint64_t value)
{
	put_number(page, at, (uint32_t)value);
	put_number(page, at + 4, (uint32_t)(value >> 32));
	put_number(page, at + 8, (uint32_t)(value >> 32));
}

static __thread uint8_t shared_data[PAGE] __attribute__((aligned(64)));
static __thread uint8_t control_region[PAGE] __attribute__((aligned(64)));

static void fill_shared_data(void)
{
	static const uint16_t root[] = { 'C', ':', '\\', 'W', 'i', 'n', 'd', 'o', 'w', 's', 0 };
	uint64_t now = wdf_sim_c_time();
	uint64_t frequency = QPC_FREQUENCY;

	put_number(shared_data, 0x0, (uint32_t)(now / TICK));
	put_number(shared_data, 0x4, TICK_MULTIPLIER);
	put_time(shared_data, 0x8, now);
	put_time(shared_data, 0x14, now);
	put(shared_data, 0x30, root, sizeof root);
	put_number(shared_data, 0x260, 22621);
	put_number(shared_data, 0x264, 1);
	put_number(shared_data, 0x268, 1);
	put_number(shared_data, 0x26C, 10);
	put_number(shared_data, 0x270, 0);
	put(shared_data, 0x300, &frequency, sizeof frequency);
	put_time(shared_data, 0x320, now / TICK);
	put_number(shared_data, 0x3C0, 2);
}

static void fill_control_region(void)
{
	uint32_t processor;
	size_t thread = wdf_sim_c_thread(&processor);

	put_number(control_region, 0x184, processor);
	put(control_region, 0x188, &thread, sizeof thread);
	put_number(control_region, 0x1A4, processor);
}

/* What is undone when the instruction has run. */
static __thread struct {
	int active, gs, string;
	greg_t *unused;
	int base;
	greg_t before, after;
} step;

static void run_one(greg_t *gregs)
{
	step.active = 1;
	gregs[REG_EFL] |= TRAP_FLAG;
}

int wdf_sim_c_stepped(ucontext_t *context)
{
	greg_t *gregs = context->uc_mcontext.gregs;
	if (!step.active)
		return 0;
	gregs[REG_EFL] &= ~(greg_t)TRAP_FLAG;
	if (step.gs)
		syscall(SYS_arch_prctl, SET_GS, 0ul);
	else if (step.string)
		gregs[registers[step.base]] += step.before - step.after;
	else if (gregs[registers[step.base]] == step.after)
		gregs[registers[step.base]] = step.before;
	memset(&step, 0, sizeof step);
	return 1;
}

/* mov al|eax|rax, [address], the address being part of the instruction. */
static int load_absolute(greg_t *gregs, const struct instruction *in)
{
	const uint8_t *at = (const uint8_t *)gregs[REG_RIP] + in->length_of_prefixes;
	uint64_t address;
	memcpy(&address, at + 1, sizeof address);
	const uint8_t *from = shared_data + (address - USER_SHARED_DATA) % PAGE;
	if (*at == 0xA0) {
		gregs[REG_RAX] = (gregs[REG_RAX] & ~(greg_t)0xFF) | *from;
	} else if (in->wide) {
		memcpy(&gregs[REG_RAX], from, 8);
	} else {
		uint32_t value;
		memcpy(&value, from, sizeof value);
		gregs[REG_RAX] = value;
	}
	gregs[REG_RIP] = (greg_t)(at + 1 + sizeof address);
	return 1;
}

int wdf_sim_c_emulate(ucontext_t *context, size_t address)
{
	greg_t *gregs = context->uc_mcontext.gregs;
	const uint8_t *at = (const uint8_t *)gregs[REG_RIP];

	if ((size_t)at == address)
		return 0;
	if (*at == 0xFA || *at == 0xFB) {
		gregs[REG_RIP] += 1;
		return 1;
	}
	/* mov r64, cr8 and mov cr8, r64: a prefix with REX.R set, 0F 20 or 0F 22, and a byte that names the register. */
	if ((at[0] & 0xF4) == 0x44 && at[1] == 0x0F && (at[2] & 0xFD) == 0x20 && (at[3] & 0xF8) == 0xC0) {
		greg_t *value = &gregs[registers[(at[3] & 7) | (at[0] & 1) << 3]];
		if (at[2] == 0x20)
			*value = wdf_sim_c_irql();
		else
			wdf_sim_c_set_irql((uint8_t)*value);
		gregs[REG_RIP] += 4;
		return 1;
	}
	if (step.active)
		return 0;
	struct instruction in = decode(at);
	if (in.gs && address < PAGE) {
		fill_control_region();
		if (syscall(SYS_arch_prctl, SET_GS, control_region) != 0)
			return 0;
		step.gs = 1;
		run_one(gregs);
		return 1;
	}
	if (address - USER_SHARED_DATA >= PAGE || (gregs[REG_ERR] & 2))
		return 0;
	fill_shared_data();
	if (!in.two_bytes && (in.opcode == 0xA0 || in.opcode == 0xA1) && at[in.length_of_prefixes] == in.opcode)
		return load_absolute(gregs, &in);
	if (in.base == NO_REGISTER)
		return 0;
	step.base = in.base;
	step.string = in.base == RSI && in.modrm == 0 && !in.two_bytes && (in.opcode & 0xF4) == 0xA4;
	step.before = gregs[registers[in.base]];
	/* A thread's own variable has no address that could be added to at link time. */
	size_t copy = (size_t)shared_data;
	__asm__("" : "+r"(copy));
	step.after = (greg_t)((size_t)step.before - USER_SHARED_DATA + copy);
	gregs[registers[in.base]] = step.after;
	run_one(gregs);
	return 1;
}

/* Whether an instruction writes to its operand in memory, as far as moves go. */
static int writes(const struct instruction *in)
{
	if (!in->two_bytes)
		return (in->opcode & 0xFE) == 0x88 || (in->opcode & 0xFE) == 0xC6 || (in->opcode & 0xFC) == 0x80;
	switch (in->opcode) {
	case 0x11: case 0x13: case 0x17: case 0x29: case 0x2B: case 0x7E: case 0x7F: case 0xC0: case 0xC1: case 0xC3:
	case 0xD6: case 0xE7:
		return 1;
	default:
		return 0;
	}
}

static int is_privileged(const struct instruction *in)
{
	uint8_t op = in->opcode;
	if (in->two_bytes)
		return op == 0x01 || op == 0x06 || op == 0x08 || op == 0x09 || (op >= 0x20 && op <= 0x23) || op == 0x30 ||
		       op == 0x32 || op == 0x33;
	return op == 0xF4 || (op >= 0x6C && op <= 0x6F) || (op >= 0xE4 && op <= 0xE7) || (op >= 0xEC && op <= 0xEF);
}

int wdf_sim_c_explain(const ucontext_t *context, size_t *address)
{
	const greg_t *gregs = context->uc_mcontext.gregs;
	const uint8_t *at = (const uint8_t *)gregs[REG_RIP];
	struct instruction in = decode(at);

	*address = 0;
	if (!in.vector && is_privileged(&in))
		return PRIVILEGED;
	if (*at == 0xC3 || *at == 0xC2) {
		memcpy(address, (const void *)gregs[REG_RSP], sizeof *address);
		return EXECUTE;
	}
	if (!in.two_bytes && in.opcode == 0xFF && in.modrm >> 6 == 3) {
		int rex_b = in.length_of_prefixes > 0 && (at[in.length_of_prefixes - 1] & 0xF1) == 0x41;
		*address = (size_t)gregs[registers[(in.modrm & 7) | rex_b << 3]];
		return EXECUTE;
	}
	*address = address_of(&in, gregs);
	return writes(&in) ? WRITE : READ;
}

#else

/* A file must hold something. */
typedef int wdf_sim_c_nothing_to_emulate;

#endif
