/*
 * What Microsoft's compiler has built in, and its C library in the kernel: declared as functions, as a driver sees them
 * whose headers do not define them otherwise.
 */
#ifndef LIBRARY_H
#define LIBRARY_H

#include <ntddk.h>

LONG InterlockedIncrement(volatile LONG *Target);
LONG InterlockedDecrement(volatile LONG *Target);
LONG InterlockedExchange(volatile LONG *Target, LONG Value);
LONG InterlockedExchangeAdd(volatile LONG *Target, LONG Value);
LONG InterlockedCompareExchange(volatile LONG *Target, LONG Exchange, LONG Comparand);
LONG InterlockedOr(volatile LONG *Target, LONG Value);
PVOID InterlockedExchangePointer(PVOID volatile *Target, PVOID Value);
PVOID InterlockedCompareExchangePointer(PVOID volatile *Target, PVOID Exchange, PVOID Comparand);
LONG _InterlockedIncrement(volatile LONG *Target);
LONG _InterlockedAnd(volatile LONG *Target, LONG Value);
SHORT _InterlockedDecrement16(volatile SHORT *Target);
LONGLONG _InterlockedExchangeAdd64(volatile LONGLONG *Target, LONGLONG Value);
LONGLONG _InterlockedCompareExchange64(volatile LONGLONG *Target, LONGLONG Exchange, LONGLONG Comparand);
UCHAR _interlockedbittestandset(volatile LONG *Target, LONG Bit);
UCHAR _interlockedbittestandreset(volatile LONG *Target, LONG Bit);
UCHAR _BitScanForward(ULONG *Index, ULONG Mask);
UCHAR _BitScanReverse64(ULONG *Index, ULONG64 Mask);
ULONG _rotl(ULONG Value, int By);
ULONG64 __umulh(ULONG64 A, ULONG64 B);
VOID __stosd(ULONG *To, ULONG Value, size_t Count);
VOID __movsq(ULONG64 *To, const ULONG64 *From, size_t Count);
ULONG64 __readcr8(VOID);
VOID __writecr8(ULONG64 Irql);
ULONG64 __readgsqword(ULONG Offset);

int sprintf(char *To, const char *Format, ...);
int sprintf_s(char *To, size_t Room, const char *Format, ...);
int _snprintf_s(char *To, size_t Room, size_t Count, const char *Format, ...);
int swprintf_s(WCHAR *To, size_t Room, const WCHAR *Format, ...);
int _scwprintf(const WCHAR *Format, ...);
int wcscpy_s(WCHAR *To, size_t Room, const WCHAR *From);
int strcpy_s(char *To, size_t Room, const char *From);
int strncat_s(char *To, size_t Room, const char *From, size_t Count);
int wcscat_s(WCHAR *To, size_t Room, const WCHAR *From);
int memcpy_s(VOID *To, size_t Room, const VOID *From, size_t Count);
char *strtok_s(char *Text, const char *Separators, char **Context);
char *_itoa(int Value, char *To, int Base);
int _ultow_s(ULONG Value, WCHAR *To, size_t Room, int Base);
ULONG wcstoul(const WCHAR *Text, WCHAR **End, int Base);
LONG wcstol(const WCHAR *Text, WCHAR **End, int Base);
int _wtoi(const WCHAR *Text);
char *_strupr(char *Text);
WCHAR *_wcslwr(WCHAR *Text);
WCHAR *_wcsrev(WCHAR *Text);
WCHAR *wcsncat(WCHAR *To, const WCHAR *From, size_t Count);
size_t wcsspn(const WCHAR *Text, const WCHAR *Set);
int wcscmp(const WCHAR *First, const WCHAR *Second);
size_t mbstowcs(WCHAR *To, const char *From, size_t Count);
size_t wcstombs(char *To, const WCHAR *From, size_t Count);

#endif
