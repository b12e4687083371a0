/*
 * Variables of the kernel, and of wdmsec.lib, that drivers read. They are weak, so a driver that is linked with its own
 * copy has that one.
 */

#include <stddef.h>
#include <stdint.h>

struct unicode_string {
	uint16_t length, maximum_length;
	const wchar_t *buffer;
};

#define VARIABLE(type, name, value)               \
	extern type name __attribute__((weak));   \
	type name = value

/* No kernel debugger is attached; there are two processors; user mode ends where it does on 64-bit Windows. */
VARIABLE(uint8_t, KdDebuggerEnabled, 0);
VARIABLE(uint8_t, KdDebuggerNotPresent, 1);
VARIABLE(volatile char, KeNumberProcessors, 2);
VARIABLE(uint8_t, Mm64BitPhysicalAddress, 1);
VARIABLE(void *, MmHighestUserAddress, (void *)0x00007FFFFFFEFFFF);
VARIABLE(void *, MmSystemRangeStart, (void *)0xFFFF800000000000);
VARIABLE(uint64_t, MmUserProbeAddress, 0x00007FFFFFFF0000);
VARIABLE(void *, MmBadPointer, (void *)0xFFFF7FFFFFFFFFFF);
VARIABLE(uint8_t, NlsMbCodePageTag, 0);
VARIABLE(uint8_t, NlsMbOemCodePageTag, 0);
VARIABLE(uint32_t, NtBuildNumber, 22621);
VARIABLE(uint16_t, NtGlobalFlag, 0);

/* The security descriptors that drivers give their control devices, in the language of their page in the documentation. */
#define DESCRIPTOR(name, text)                                             \
	extern const struct unicode_string name __attribute__((weak));     \
	const struct unicode_string name = { sizeof text - 2, sizeof text, text }

DESCRIPTOR(SDDL_DEVOBJ_KERNEL_ONLY, L"D:P");
DESCRIPTOR(SDDL_DEVOBJ_INF_SUPPLIED, L"D:P");
DESCRIPTOR(SDDL_DEVOBJ_SYS_ALL, L"D:P(A;;GA;;;SY)");
DESCRIPTOR(SDDL_DEVOBJ_SYS_ALL_ADM_ALL, L"D:P(A;;GA;;;SY)(A;;GA;;;BA)");
DESCRIPTOR(SDDL_DEVOBJ_SYS_ALL_ADM_RX, L"D:P(A;;GA;;;SY)(A;;GRGX;;;BA)");
DESCRIPTOR(SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_R, L"D:P(A;;GA;;;SY)(A;;GRGWGX;;;BA)(A;;GR;;;WD)");
DESCRIPTOR(SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_R_RES_R, L"D:P(A;;GA;;;SY)(A;;GRGWGX;;;BA)(A;;GR;;;WD)(A;;GR;;;RC)");
DESCRIPTOR(SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_RW_RES_R, L"D:P(A;;GA;;;SY)(A;;GRGWGX;;;BA)(A;;GRGW;;;WD)(A;;GR;;;RC)");
DESCRIPTOR(SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_RWX_RES_RWX,
	   L"D:P(A;;GA;;;SY)(A;;GRGWGX;;;BA)(A;;GRGWGX;;;WD)(A;;GRGWGX;;;RC)");
