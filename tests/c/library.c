/*
 * A driver that calls what the compiler and the C library of the kernel bring: each check that fails completes the
 * request with its line.
 *
 * What is broken on purpose:
 *   BREAK_FAST_FAIL   the driver finds a list corrupted
 *   BREAK_ASSERT      an assertion of the driver fails
 *   BREAK_CR8         the level is left raised, through the register
 *   BREAK_PORT        a port is read through the function for it
 *   BREAK_RACE        a count is read and written, and not added to in one step
 */
#include <ntddk.h>
#include <wdf.h>

#include "library.h"

/* The formats are those of the kernel, in which a long has 32 bits. */
#pragma GCC diagnostic ignored "-Wformat"

VOID __fastfail(ULONG Code);
VOID __int2c(VOID);
UCHAR READ_PORT_UCHAR(UCHAR *Port);

#define EXPECT(condition)                        \
	do {                                     \
		if (!(condition))                \
			return __LINE__;         \
	} while (0)

static EVT_WDF_DRIVER_DEVICE_ADD LibraryDeviceAdd;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL LibraryControl;
static EVT_WDF_IO_QUEUE_IO_WRITE LibraryWrite;

static volatile LONG LibraryWrites;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, LibraryDeviceAdd);
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static NTSTATUS LibraryDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_IO_QUEUE_CONFIG queue;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);
	status = WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queue, WdfIoQueueDispatchParallel);
	queue.EvtIoDeviceControl = LibraryControl;
	queue.EvtIoWrite = LibraryWrite;
	return WdfIoQueueCreate(device, &queue, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

static LONG TryInterlocked(VOID)
{
	volatile LONG value = 1;
	volatile SHORT narrow = 0;
	volatile LONGLONG wide = 0xFFFFFFFFll;
	volatile LONG bits[2] = { 0, 0 };
	PVOID pointer = NULL;

	EXPECT(InterlockedIncrement(&value) == 2 && _InterlockedIncrement(&value) == 3);
	EXPECT(InterlockedDecrement(&value) == 2 && InterlockedExchange(&value, 8) == 2);
	EXPECT(InterlockedExchangeAdd(&value, 4) == 8 && InterlockedOr(&value, 1) == 12);
	EXPECT(_InterlockedAnd(&value, 5) == 13 && value == 5);
	EXPECT(InterlockedCompareExchange(&value, 9, 4) == 5 && value == 5);
	EXPECT(InterlockedCompareExchange(&value, 9, 5) == 5 && value == 9);
	EXPECT(_InterlockedDecrement16(&narrow) == -1);
	EXPECT(_InterlockedExchangeAdd64(&wide, 1) == 0xFFFFFFFFll && wide == 0x100000000ll);
	EXPECT(_InterlockedCompareExchange64(&wide, 7, 0x100000000ll) == 0x100000000ll && wide == 7);
	EXPECT(InterlockedExchangePointer(&pointer, (PVOID)&value) == NULL && pointer == (PVOID)&value);
	EXPECT(InterlockedCompareExchangePointer(&pointer, NULL, (PVOID)&value) == (PVOID)&value && !pointer);
	EXPECT(_interlockedbittestandset(bits, 33) == 0 && bits[1] == 2);
	EXPECT(_interlockedbittestandreset(bits, 33) == 1 && bits[1] == 0);
	return 0;
}

static LONG TryProcessor(VOID)
{
	ULONG index = 99, words[3] = { 0 };
	ULONG64 from[2] = { 1, 2 }, to[2] = { 0 };

	EXPECT(!_BitScanForward(&index, 0) && index == 99);
	EXPECT(_BitScanForward(&index, 0x50) && index == 4);
	EXPECT(_BitScanReverse64(&index, 0x500000000000) && index == 46);
	EXPECT(_rotl(0x80000001, 4) == 0x18 && __umulh(1ull << 63, 6) == 3);
	__stosd(words, 0xABCD, 2);
	__movsq(to, from, 2);
	EXPECT(words[1] == 0xABCD && words[2] == 0 && to[1] == 2);
	EXPECT(__readcr8() == KeGetCurrentIrql());
	__writecr8(DISPATCH_LEVEL);
	EXPECT(KeGetCurrentIrql() == DISPATCH_LEVEL);
#ifndef BREAK_CR8
	__writecr8(PASSIVE_LEVEL);
#endif
	EXPECT(__readgsqword(0x188) == (ULONG64)KeGetCurrentThread());
	return 0;
}

static LONG TryNarrow(VOID)
{
	char text[24], *rest;

	/* A long has 32 bits: what stands beside it in the register does not matter. */
	EXPECT(sprintf(text, "%lu %ld %S", 0xFFFFFFF0u, -5, L"wide") == 18);
	EXPECT(strcmp(text, "4294967280 -5 wide") == 0);
	EXPECT(sprintf_s(text, sizeof text, "%08lx|%I64u", 0xBEEFu, 1ull << 32) == 19);
	EXPECT(strcmp(text, "0000beef|4294967296") == 0);
	EXPECT(sprintf_s(text, 4, "%d", 12345) == -1 && !text[0]);
	EXPECT(_snprintf_s(text, 4, (size_t)-1, "%d", 12345) == -1 && strcmp(text, "123") == 0);
	EXPECT(strcpy_s(text, 4, "abc") == 0 && strcpy_s(text, 4, "abcd") == 34 && !text[0]);
	EXPECT(strcpy_s(text, sizeof text, "ab,c") == 0 && strncat_s(text, sizeof text, ";defg", 3) == 0);
	EXPECT(strcmp(strtok_s(text, ",;", &rest), "ab") == 0 && strcmp(strtok_s(NULL, ",;", &rest), "c") == 0);
	EXPECT(strcmp(strtok_s(NULL, ",;", &rest), "de") == 0 && !strtok_s(NULL, ",;", &rest));
	EXPECT(strcmp(_itoa(-255, text, 10), "-255") == 0 && strcmp(_itoa(-1, text, 16), "ffffffff") == 0);
	EXPECT(strcmp(_strupr(text), "FFFFFFFF") == 0);
	EXPECT(memcpy_s(text, 2, "xyz", 3) == 34 && !text[0]);
	return 0;
}

static LONG TryWide(VOID)
{
	WCHAR text[300], *end;
	char narrow[8];

	EXPECT(swprintf_s(text, 24, L"%s %hs \u20AC%wZ", L"\u00E4", "b", NULL) == 11);
	EXPECT(wcscmp(text, L"\u00E4 b \u20AC(null)") == 0);
	EXPECT(_scwprintf(L"%600d", 1) == 600);
	EXPECT(_snwprintf(text, 300, L"%*s|", -280, L"long") == 281 && text[279] == ' ' && text[280] == '|');
	EXPECT(swprintf_s(text, 4, L"%s", L"four") == -1 && !text[0]);
	EXPECT(wcscat_s(text, 8, L"ab") == 0 && wcscmp(wcsncat(text, L"cdef", 2), L"abcd") == 0);
	EXPECT(wcscmp(_wcsrev(text), L"dcba") == 0 && wcsspn(text, L"cd") == 2);
	EXPECT(_ultow_s(4000000000u, text, 16, 10) == 0 && wcscmp(text, L"4000000000") == 0);
	EXPECT(wcstoul(text, &end, 10) == 4000000000u && !*end);
	EXPECT(wcstol(text, NULL, 10) == 0x7FFFFFFF && _wtoi(L" -12x") == -12);
	EXPECT(wcstoul(L"0x1Fg", &end, 0) == 0x1F && *end == 'g');
	EXPECT(mbstowcs(text, "ab", 300) == 2 && wcscmp(text, L"ab") == 0);
	EXPECT(wcstombs(narrow, L"cd", sizeof narrow) == 2 && strcmp(narrow, "cd") == 0);
	EXPECT(wcstombs(narrow, L"\u20AC", sizeof narrow) == (size_t)-1);
	EXPECT(wcscpy_s(text, 300, L"MiXed") == 0 && wcscmp(_wcslwr(text), L"mixed") == 0);
	return 0;
}

static VOID LibraryControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
	LONG line;

	UNREFERENCED_PARAMETER(Queue);
	UNREFERENCED_PARAMETER(OutputLength);
	UNREFERENCED_PARAMETER(InputLength);
	UNREFERENCED_PARAMETER(Code);
	line = TryInterlocked();
	if (!line)
		line = TryProcessor();
	if (!line)
		line = TryNarrow();
	if (!line)
		line = TryWide();
#ifdef BREAK_FAST_FAIL
	__fastfail(3);
#endif
#ifdef BREAK_ASSERT
	__int2c();
#endif
#ifdef BREAK_PORT
	line = READ_PORT_UCHAR((UCHAR *)0x60);
#endif
	WdfRequestComplete(Request, line ? STATUS_UNSUCCESSFUL + line : LibraryWrites == 2 ? STATUS_SUCCESS : -1);
}

/* Two applications write: each counts. */
static VOID LibraryWrite(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	UNREFERENCED_PARAMETER(Queue);
#ifdef BREAK_RACE
	InterlockedExchange(&LibraryWrites, InterlockedOr(&LibraryWrites, 0) + 1);
#else
	InterlockedIncrement(&LibraryWrites);
#endif
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, Length);
}
