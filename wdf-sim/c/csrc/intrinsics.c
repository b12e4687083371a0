/* What Microsoft's compiler has built in and declares as a function. */

#include <stdint.h>

uint16_t _byteswap_ushort(uint16_t value);
uint32_t _byteswap_ulong(uint32_t value);
uint64_t _byteswap_uint64(uint64_t value);
void KeMemoryBarrier(void);

__attribute__((weak)) uint16_t _byteswap_ushort(uint16_t value)
{
	return __builtin_bswap16(value);
}

__attribute__((weak)) uint32_t _byteswap_ulong(uint32_t value)
{
	return __builtin_bswap32(value);
}

__attribute__((weak)) uint64_t _byteswap_uint64(uint64_t value)
{
	return __builtin_bswap64(value);
}

__attribute__((weak)) void KeMemoryBarrier(void)
{
	__sync_synchronize();
}
