/*
 * What Microsoft's compiler has built in and its headers declare as functions: with another compiler they are functions.
 * Each is weak, so a driver that is compiled against headers which define them has its own.
 *
 * The interlocked ones stand here under both names, with and without the underscore, and are places where other threads
 * can get in, as between any two instructions of a processor. Those that have no meaning in user mode (ports, machine
 * registers) are in absent.h.
 */

#include <stddef.h>
#include <stdint.h>

void wdf_sim_scheduling_point(void);
void wdf_sim_register(size_t address, uint8_t write);
uint8_t wdf_sim_c_irql(void);
void wdf_sim_c_set_irql(uint8_t irql);
uint64_t wdf_sim_c_time(void);
size_t wdf_sim_c_thread(uint32_t *processor);

#define WEAK(result, name, parameters)                      \
	__attribute__((weak)) result name parameters;       \
	__attribute__((weak)) result name parameters

/* -- Interlocked -------------------------------------------------------------------------------------------------- */

#define ONE(type, name, expression)                          \
	WEAK(type, name, (volatile type * target))           \
	{                                                    \
		wdf_sim_scheduling_point();                  \
		return (type)(expression);                   \
	}
#define TWO(type, name, expression)                          \
	WEAK(type, name, (volatile type * target, type value)) \
	{                                                    \
		wdf_sim_scheduling_point();                  \
		return (type)(expression);                   \
	}
#define COMPARE(type, name)                                                               \
	WEAK(type, name, (volatile type * target, type exchange, type comparand))         \
	{                                                                                 \
		wdf_sim_scheduling_point();                                               \
		return __sync_val_compare_and_swap(target, comparand, exchange);          \
	}
/* `_Interlocked..` and `Interlocked..` */
#define BOTH(what, type, name, expression) \
	what(type, _##name, expression)    \
	what(type, name, expression)
#define INTERLOCKED(type, size)                                                               \
	BOTH(ONE, type, InterlockedIncrement##size, __sync_add_and_fetch(target, 1))          \
	BOTH(ONE, type, InterlockedDecrement##size, __sync_sub_and_fetch(target, 1))          \
	BOTH(TWO, type, InterlockedExchange##size, __atomic_exchange_n(target, value, 5))     \
	BOTH(TWO, type, InterlockedExchangeAdd##size, __sync_fetch_and_add(target, value))    \
	BOTH(TWO, type, InterlockedAdd##size, __sync_add_and_fetch(target, value))            \
	BOTH(TWO, type, InterlockedAnd##size, __sync_fetch_and_and(target, value))            \
	BOTH(TWO, type, InterlockedOr##size, __sync_fetch_and_or(target, value))              \
	BOTH(TWO, type, InterlockedXor##size, __sync_fetch_and_xor(target, value))            \
	COMPARE(type, _InterlockedCompareExchange##size)                                      \
	COMPARE(type, InterlockedCompareExchange##size)

INTERLOCKED(char, 8)
INTERLOCKED(int16_t, 16)
INTERLOCKED(int32_t, )
INTERLOCKED(int64_t, 64)

typedef void *pointer;
BOTH(TWO, pointer, InterlockedExchangePointer, __atomic_exchange_n(target, value, 5))
COMPARE(pointer, _InterlockedCompareExchangePointer)
COMPARE(pointer, InterlockedCompareExchangePointer)

/* The bit before. */
#define BIT_TESTS(type, test, set, reset, bit, change_set, change_reset)                       \
	WEAK(uint8_t, set, (volatile type * target, type bit))                                 \
	{                                                                                      \
		type mask = (type)((type)1 << (bit & (sizeof(type) * 8 - 1)));                 \
		volatile type *at = target + bit / (type)(sizeof(type) * 8);                   \
		wdf_sim_scheduling_point();                                                    \
		return (change_set(at, mask) & mask) != 0;                                     \
	}                                                                                      \
	WEAK(uint8_t, reset, (volatile type * target, type bit))                               \
	{                                                                                      \
		type mask = (type)((type)1 << (bit & (sizeof(type) * 8 - 1)));                 \
		volatile type *at = target + bit / (type)(sizeof(type) * 8);                   \
		wdf_sim_scheduling_point();                                                    \
		return (change_reset(at, ~mask) & mask) != 0;                                  \
	}

BIT_TESTS(int32_t, , _interlockedbittestandset, _interlockedbittestandreset, bit, __sync_fetch_and_or,
	  __sync_fetch_and_and)
BIT_TESTS(int32_t, , InterlockedBitTestAndSet, InterlockedBitTestAndReset, bit, __sync_fetch_and_or, __sync_fetch_and_and)
BIT_TESTS(int64_t, , _interlockedbittestandset64, _interlockedbittestandreset64, bit, __sync_fetch_and_or,
	  __sync_fetch_and_and)
BIT_TESTS(int64_t, , InterlockedBitTestAndSet64, InterlockedBitTestAndReset64, bit, __sync_fetch_and_or,
	  __sync_fetch_and_and)

/* -- Bits --------------------------------------------------------------------------------------------------------- */

#define BITS(type, test, set, reset, complement)                                              \
	WEAK(uint8_t, test, (const type *target, type bit))                                   \
	{                                                                                     \
		const type *at = target + bit / (type)(sizeof(type) * 8);                     \
		return *at >> (bit & (sizeof(type) * 8 - 1)) & 1;                             \
	}                                                                                     \
	WEAK(uint8_t, set, (type * target, type bit))                                         \
	{                                                                                     \
		uint8_t before = test(target, bit);                                           \
		target[bit / (type)(sizeof(type) * 8)] |= (type)1 << (bit & (sizeof(type) * 8 - 1)); \
		return before;                                                                \
	}                                                                                     \
	WEAK(uint8_t, reset, (type * target, type bit))                                       \
	{                                                                                     \
		uint8_t before = test(target, bit);                                           \
		target[bit / (type)(sizeof(type) * 8)] &= ~((type)1 << (bit & (sizeof(type) * 8 - 1))); \
		return before;                                                                \
	}                                                                                     \
	WEAK(uint8_t, complement, (type * target, type bit))                                  \
	{                                                                                     \
		uint8_t before = test(target, bit);                                           \
		target[bit / (type)(sizeof(type) * 8)] ^= (type)1 << (bit & (sizeof(type) * 8 - 1)); \
		return before;                                                                \
	}

BITS(int32_t, _bittest, _bittestandset, _bittestandreset, _bittestandcomplement)
BITS(int64_t, _bittest64, _bittestandset64, _bittestandreset64, _bittestandcomplement64)

#define SCANS(type, forward, reverse, from_below, from_above)          \
	WEAK(uint8_t, forward, (uint32_t * index, type mask))          \
	{                                                              \
		if (mask)                                              \
			*index = (uint32_t)(from_below);               \
		return mask != 0;                                      \
	}                                                              \
	WEAK(uint8_t, reverse, (uint32_t * index, type mask))          \
	{                                                              \
		if (mask)                                              \
			*index = (uint32_t)(from_above);               \
		return mask != 0;                                      \
	}

SCANS(uint32_t, _BitScanForward, _BitScanReverse, __builtin_ctz(mask), 31 - __builtin_clz(mask))
SCANS(uint64_t, _BitScanForward64, _BitScanReverse64, __builtin_ctzll(mask), 63 - __builtin_clzll(mask))

#define ROTATES(type, left, right)                                                              \
	WEAK(type, left, (type value, int by))                                                  \
	{                                                                                       \
		unsigned n = (unsigned)by % (sizeof(type) * 8);                                 \
		return n ? (type)(value << n | value >> (sizeof(type) * 8 - n)) : value;        \
	}                                                                                       \
	WEAK(type, right, (type value, int by))                                                 \
	{                                                                                       \
		unsigned n = (unsigned)by % (sizeof(type) * 8);                                 \
		return n ? (type)(value >> n | value << (sizeof(type) * 8 - n)) : value;        \
	}

ROTATES(uint32_t, _rotl, _rotr)
ROTATES(uint32_t, _lrotl, _lrotr)
ROTATES(uint64_t, _rotl64, _rotr64)

WEAK(uint16_t, _byteswap_ushort, (uint16_t value))
{
	return __builtin_bswap16(value);
}
WEAK(uint32_t, _byteswap_ulong, (uint32_t value))
{
	return __builtin_bswap32(value);
}
WEAK(uint64_t, _byteswap_uint64, (uint64_t value))
{
	return __builtin_bswap64(value);
}
WEAK(uint32_t, __popcnt, (uint32_t value))
{
	return (uint32_t)__builtin_popcount(value);
}
WEAK(uint64_t, __popcnt64, (uint64_t value))
{
	return (uint64_t)__builtin_popcountll(value);
}
WEAK(int64_t, __mulh, (int64_t a, int64_t b))
{
	return (int64_t)((__int128)a * b >> 64);
}
WEAK(uint64_t, __umulh, (uint64_t a, uint64_t b))
{
	return (uint64_t)((unsigned __int128)a * b >> 64);
}
WEAK(uint64_t, _umul128, (uint64_t a, uint64_t b, uint64_t *high))
{
	unsigned __int128 product = (unsigned __int128)a * b;
	*high = (uint64_t)(product >> 64);
	return (uint64_t)product;
}
WEAK(uint64_t, __shiftright128, (uint64_t low, uint64_t high, uint8_t by))
{
	return (uint64_t)(((unsigned __int128)high << 64 | low) >> (by & 63));
}

/* -- Memory ------------------------------------------------------------------------------------------------------- */

#define STRINGS(type, store, move)                                                 \
	WEAK(void, store, (type * to, type value, size_t count))                   \
	{                                                                          \
		for (size_t i = 0; i < count; i++)                                 \
			((volatile type *)to)[i] = value;                          \
	}                                                                          \
	WEAK(void, move, (type * to, const type *from, size_t count))              \
	{                                                                          \
		for (size_t i = 0; i < count; i++)                                 \
			((volatile type *)to)[i] = from[i];                        \
	}

STRINGS(uint8_t, __stosb, __movsb)
STRINGS(uint16_t, __stosw, __movsw)
STRINGS(uint32_t, __stosd, __movsd)
STRINGS(uint64_t, __stosq, __movsq)

#define FENCE(name)                         \
	WEAK(void, name, (void))            \
	{                                   \
		wdf_sim_scheduling_point(); \
		__sync_synchronize();       \
	}
FENCE(KeMemoryBarrier)
FENCE(MemoryBarrier)
FENCE(__faststorefence)
FENCE(_ReadWriteBarrier)
FENCE(_ReadBarrier)
FENCE(_WriteBarrier)

/* Registers of a device that are mapped into memory. */
#define REGISTERS(type, read, write, read_buffer, write_buffer)                            \
	WEAK(type, read, (volatile type * at))                                             \
	{                                                                                  \
		wdf_sim_register((size_t)at, 0);                                           \
		return *at;                                                                \
	}                                                                                  \
	WEAK(void, write, (volatile type * at, type value))                                \
	{                                                                                  \
		*at = value;                                                               \
		wdf_sim_register((size_t)at, 1);                                           \
	}                                                                                  \
	WEAK(void, read_buffer, (volatile type * at, type * to, uint32_t count))           \
	{                                                                                  \
		for (uint32_t i = 0; i < count; i++)                                       \
			to[i] = read(at);                                                  \
	}                                                                                  \
	WEAK(void, write_buffer, (volatile type * at, type * from, uint32_t count))        \
	{                                                                                  \
		for (uint32_t i = 0; i < count; i++)                                       \
			write(at, from[i]);                                                \
	}

REGISTERS(uint8_t, READ_REGISTER_UCHAR, WRITE_REGISTER_UCHAR, READ_REGISTER_BUFFER_UCHAR, WRITE_REGISTER_BUFFER_UCHAR)
REGISTERS(uint16_t, READ_REGISTER_USHORT, WRITE_REGISTER_USHORT, READ_REGISTER_BUFFER_USHORT,
	  WRITE_REGISTER_BUFFER_USHORT)
REGISTERS(uint32_t, READ_REGISTER_ULONG, WRITE_REGISTER_ULONG, READ_REGISTER_BUFFER_ULONG, WRITE_REGISTER_BUFFER_ULONG)
REGISTERS(uint64_t, READ_REGISTER_ULONG64, WRITE_REGISTER_ULONG64, READ_REGISTER_BUFFER_ULONG64,
	  WRITE_REGISTER_BUFFER_ULONG64)

/* -- The processor ------------------------------------------------------------------------------------------------ */

WEAK(uint64_t, __readcr8, (void))
{
	return wdf_sim_c_irql();
}
WEAK(void, __writecr8, (uint64_t irql))
{
	wdf_sim_c_set_irql((uint8_t)irql);
}
/* The current thread and the processor's number, at their places in the processor's control region. */
WEAK(uint64_t, __readgsqword, (uint32_t offset))
{
	uint32_t processor;
	return offset == 0x188 ? wdf_sim_c_thread(&processor) : 0;
}
WEAK(uint32_t, __readgsdword, (uint32_t offset))
{
	uint32_t processor;
	wdf_sim_c_thread(&processor);
	return offset == 0x1A4 || offset == 0x184 ? processor : 0;
}
/* Virtual time: the same in every run of a schedule. */
WEAK(uint64_t, __rdtsc, (void))
{
	return wdf_sim_c_time() * 256;
}
WEAK(void, _disable, (void))
{
}
WEAK(void, _enable, (void))
{
}
WEAK(void, _mm_pause, (void))
{
	wdf_sim_scheduling_point();
}
WEAK(void, __nop, (void))
{
}

/* What fault.c catches. */
#if defined(__x86_64__)
WEAK(void, __debugbreak, (void))
{
	__asm__ volatile("int3");
}
WEAK(void, __int2c, (void))
{
	__asm__ volatile("int $0x2c");
}
WEAK(void, __fastfail, (uint32_t code))
{
	__asm__ volatile("int $0x29" : : "c"(code));
	__builtin_unreachable();
}
#endif
