/* Routines that drivers call and mingw-w64's headers do not declare yet; included before a driver that uses those. */
#ifndef TESTS_NEWER_H
#define TESTS_NEWER_H

#include <ntddk.h>

#ifndef POOL_FLAG_NON_PAGED
typedef ULONG64 POOL_FLAGS;
#define POOL_FLAG_UNINITIALIZED 0x2ull
#define POOL_FLAG_NON_PAGED 0x40ull
#define POOL_FLAG_PAGED 0x100ull
PVOID ExAllocatePool2(POOL_FLAGS Flags, SIZE_T Size, ULONG Tag);
#endif

/* The kernel's own forms of these are in no header of the host's C library. */
int _snprintf(char *To, size_t Room, const char *Format, ...);
int _snwprintf(wchar_t *To, size_t Room, const wchar_t *Format, ...);
size_t wcslen(const wchar_t *Text);

VOID KeQuerySystemTimePrecise(PLARGE_INTEGER Time);

/* Spin locks with readers. */
typedef volatile LONG EX_SPIN_LOCK, *PEX_SPIN_LOCK;
KIRQL ExAcquireSpinLockShared(PEX_SPIN_LOCK Lock);
VOID ExReleaseSpinLockShared(PEX_SPIN_LOCK Lock, KIRQL Irql);
VOID ExAcquireSpinLockSharedAtDpcLevel(PEX_SPIN_LOCK Lock);
VOID ExReleaseSpinLockSharedFromDpcLevel(PEX_SPIN_LOCK Lock);
VOID ExReleaseSpinLockExclusiveFromDpcLevel(PEX_SPIN_LOCK Lock);
LONG ExTryConvertSharedSpinLockExclusive(PEX_SPIN_LOCK Lock);

#endif
