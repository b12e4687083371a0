/*
 * A driver that calls the kernel's own routines and looks at what they do: each check that fails completes the request
 * with its line. Its device control runs at PASSIVE_LEVEL, so it may wait.
 *
 * What is broken on purpose:
 *   BREAK_WAIT      an event is waited for at DISPATCH_LEVEL
 *   BREAK_DEADLOCK  an event is waited for that nobody sets
 *   BREAK_TAG       pool memory is freed with another tag
 *   BREAK_FREE      pool memory is freed twice
 *   BREAK_LONG_AGO  pool memory is written to that was freed long ago
 *   BREAK_MUTEX     a mutex is released that nobody owns
 *   BREAK_IRQL      the level is lowered to one that is higher
 *   BREAK_PAGED     paged pool is allocated at DISPATCH_LEVEL
 */
#include <ntddk.h>
#include <wdf.h>

#define TAG 'ntuR'
#define EXPECT(condition)                                                                                              \
	do {                                                                                                           \
		if (!(condition))                                                                                      \
			return __LINE__;                                                                               \
	} while (0)

typedef struct _DEVICE_CONTEXT {
	KEVENT Auto, Manual;
	KSEMAPHORE Semaphore;
	KMUTEX Mutex;
	KTIMER Timer;
	KDPC Dpc;
	KSPIN_LOCK Lock;
	LONG Fired;
	KIRQL DpcIrql;
	PVOID DpcArgument;
} DEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, DeviceGetContext)

static EVT_WDF_DRIVER_DEVICE_ADD RoutinesDeviceAdd;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL RoutinesControl;
static KDEFERRED_ROUTINE RoutinesDpc;

/* A tentative definition, which compilers used to make COMMON. */
LONG RoutinesLoads;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	if (RoutinesLoads++)
		return STATUS_UNSUCCESSFUL;
	WDF_DRIVER_CONFIG_INIT(&config, RoutinesDeviceAdd);
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static NTSTATUS RoutinesDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG queue;
	DEVICE_CONTEXT *context;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	context = DeviceGetContext(device);
	KeInitializeEvent(&context->Auto, SynchronizationEvent, FALSE);
	KeInitializeEvent(&context->Manual, NotificationEvent, FALSE);
	KeInitializeSemaphore(&context->Semaphore, 0, 2);
	KeInitializeMutex(&context->Mutex, 0);
	KeInitializeTimerEx(&context->Timer, SynchronizationTimer);
	KeInitializeDpc(&context->Dpc, RoutinesDpc, context);
	KeInitializeSpinLock(&context->Lock);
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queue, WdfIoQueueDispatchParallel);
	queue.EvtIoDeviceControl = RoutinesControl;
	return WdfIoQueueCreate(device, &queue, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

static VOID RoutinesDpc(PKDPC Dpc, PVOID Context, PVOID Argument1, PVOID Argument2)
{
	DEVICE_CONTEXT *context = Context;

	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(Argument2);
	KeAcquireSpinLockAtDpcLevel(&context->Lock);
	context->Fired++;
	context->DpcIrql = KeGetCurrentIrql();
	context->DpcArgument = Argument1;
	KeReleaseSpinLockFromDpcLevel(&context->Lock);
	KeSetEvent(&context->Auto, IO_NO_INCREMENT, FALSE);
}

static int RoutinesStrings(VOID)
{
	UNICODE_STRING text;
	GUID guid;
	RTL_BITMAP map;
	ULONG bits[2];
	TIME_FIELDS fields;
	LARGE_INTEGER time, back;
	static const WCHAR hello[] = L"Hello";
	UNICODE_STRING one, two, number;
	ANSI_STRING ansi;
	WCHAR room[16];
	ULONG value = 0;

	RtlInitUnicodeString(&one, hello);
	EXPECT(one.Length == 10 && one.MaximumLength == 12 && one.Buffer == hello);
	two = (UNICODE_STRING){ 0, sizeof room, room };
	RtlCopyUnicodeString(&two, &one);
	EXPECT(two.Length == 10 && RtlEqualUnicodeString(&one, &two, FALSE));
	EXPECT(NT_SUCCESS(RtlAppendUnicodeToString(&two, L" you")));
	EXPECT(two.Length == 18 && room[6] == L'y' && RtlCompareUnicodeString(&one, &two, FALSE) < 0);
	EXPECT(RtlAppendUnicodeToString(&two, L" and all others") == STATUS_BUFFER_TOO_SMALL);
	RtlInitUnicodeString(&two, L"hELLO");
	EXPECT(!RtlEqualUnicodeString(&one, &two, FALSE) && RtlEqualUnicodeString(&one, &two, TRUE));
	EXPECT(NT_SUCCESS(RtlUnicodeStringToAnsiString(&ansi, &one, TRUE)));
	EXPECT(ansi.Length == 5 && memcmp(ansi.Buffer, "Hello", 6) == 0);
	DbgPrint("routines: %wZ %Z %ws %S %c %5d|%-4u|%04x %I64x %lld %p %%\n", &one, &ansi, hello, hello, 'x', -12, 7u,
		 0xABu, 0x123456789AULL, -5LL, (PVOID)(size_t)0x1234);
	RtlFreeAnsiString(&ansi);
	RtlInitAnsiString(&ansi, "abc");
	EXPECT(ansi.Length == 3 && ansi.MaximumLength == 4);
	RtlInitUnicodeString(&two, L"{6B29FC40-CA47-1067-B31D-00DD010662DA}");
	EXPECT(NT_SUCCESS(RtlGUIDFromString(&two, &guid)) && guid.Data1 == 0x6B29FC40 && guid.Data4[7] == 0xDA);
	EXPECT(NT_SUCCESS(RtlStringFromGUID(&guid, &text)) && RtlEqualUnicodeString(&text, &two, FALSE));
	RtlFreeUnicodeString(&text);
	RtlInitUnicodeString(&two, L"{6B29FC40-CA47-1067-B31D-00DD010662D}}");
	EXPECT(RtlGUIDFromString(&two, &guid) == STATUS_INVALID_PARAMETER);
	RtlInitializeBitMap(&map, bits, 40);
	RtlClearAllBits(&map);
	RtlSetBits(&map, 30, 5);
	EXPECT(RtlNumberOfSetBits(&map) == 5 && bits[0] == 0xC0000000 && bits[1] == 7 && RtlAreBitsSet(&map, 31, 4));
	EXPECT(RtlFindClearBitsAndSet(&map, 31, 0) == (ULONG)-1 && RtlFindClearBitsAndSet(&map, 3, 29) == 35);
	EXPECT(RtlFindClearBits(&map, 3, 36) == 0 && RtlNumberOfSetBits(&map) == 8);
	/* The last second of February in a leap year. */
	time.QuadPart = 133537247990000000ll;
	RtlTimeToTimeFields(&time, &fields);
	EXPECT(fields.Year == 2024 && fields.Month == 2 && fields.Day == 29 && fields.Weekday == 4);
	EXPECT(fields.Hour == 23 && fields.Minute == 59 && fields.Second == 59 && fields.Milliseconds == 0);
	EXPECT(RtlTimeFieldsToTime(&fields, &back) && back.QuadPart == time.QuadPart);
	fields.Year = 2023;
	EXPECT(!RtlTimeFieldsToTime(&fields, &back));
	RtlInitUnicodeString(&number, L"0x1F");
	EXPECT(NT_SUCCESS(RtlUnicodeStringToInteger(&number, 0, &value)) && value == 31);
	EXPECT(RtlCompareMemory("abcd", "abxd", 4) == 2);
	EXPECT(MmGetSystemRoutineAddress(&one) == NULL);
	EXPECT(wcslen(hello) == 5);
	EXPECT(_snwprintf(room, 16, L"%s-%S-%d", hello, "abc", 42) == 12);
	RtlInitUnicodeString(&two, room);
	RtlInitUnicodeString(&number, L"Hello-abc-42");
	EXPECT(RtlEqualUnicodeString(&two, &number, FALSE));
	{
		char narrow[4];
		EXPECT(_snprintf(narrow, sizeof narrow, "%u", 123u) == 3 && strcmp(narrow, "123") == 0);
		EXPECT(_snprintf(narrow, sizeof narrow, "%u", 12345u) == -1 && memcmp(narrow, "1234", 4) == 0);
	}
	return 0;
}

/* So much is freed that the pool uses again what was freed first. */
static VOID RoutinesFreeMuch(VOID)
{
	for (int i = 0; i < 2; i++)
		ExFreePool(ExAllocatePoolWithTag(NonPagedPoolNx, 600 * 1024, TAG));
}

static int RoutinesPool(VOID)
{
	PUCHAR zeroed = ExAllocatePool2(POOL_FLAG_PAGED, 100, TAG);
	PUCHAR plain = ExAllocatePoolWithTag(NonPagedPoolNx, 100, TAG);

	EXPECT(zeroed && plain && ((ULONG_PTR)plain & 15) == 0);
	for (int i = 0; i < 100; i++)
		EXPECT(zeroed[i] == 0);
	ExFreePool(zeroed);
	/* Nothing without a size or a tag, and no more than there is; the older routine gives something for no size. */
	EXPECT(!ExAllocatePool2(POOL_FLAG_NON_PAGED, 0, TAG) && !ExAllocatePool2(POOL_FLAG_NON_PAGED, 1, 0));
	EXPECT(!ExAllocatePool2(POOL_FLAG_NON_PAGED, (SIZE_T)-1, TAG));
	EXPECT(!ExAllocatePool2(POOL_FLAG_NON_PAGED, (SIZE_T)1 << 46, TAG));
	for (SIZE_T size = 0; size < 3; size++) {
		zeroed = ExAllocatePoolWithTag(NonPagedPoolNx, size, TAG);
		EXPECT(zeroed);
		if (size)
			zeroed[size - 1] = 1;
		ExFreePool(zeroed);
	}
#ifdef BREAK_LONG_AGO
	RoutinesFreeMuch();
	zeroed = ExAllocatePoolWithTag(NonPagedPoolNx, 100, TAG);
	ExFreePool(zeroed);
	*(volatile UCHAR *)zeroed = 1;
	RoutinesFreeMuch();
	KeBugCheckEx(1, 0, 0, 0, 0);
#endif
	RoutinesFreeMuch();
#ifdef BREAK_TAG
	ExFreePoolWithTag(plain, 'rehO');
#else
	ExFreePoolWithTag(plain, TAG);
#endif
#ifdef BREAK_FREE
	ExFreePool(plain);
#endif
	return 0;
}

static int RoutinesLevels(DEVICE_CONTEXT *Context)
{
	KLOCK_QUEUE_HANDLE handle;
	KIRQL before;

	EXPECT(KeGetCurrentIrql() == PASSIVE_LEVEL);
	KeRaiseIrql(DISPATCH_LEVEL, &before);
	EXPECT(before == PASSIVE_LEVEL && KeGetCurrentIrql() == DISPATCH_LEVEL);
#ifdef BREAK_WAIT
	KeWaitForSingleObject(&Context->Auto, Executive, KernelMode, FALSE, NULL);
#endif
#ifdef BREAK_PAGED
	ExAllocatePool2(POOL_FLAG_PAGED, 8, TAG);
#endif
	KeLowerIrql(before);
#ifdef BREAK_IRQL
	KeLowerIrql(DISPATCH_LEVEL);
#endif
	KeAcquireInStackQueuedSpinLock(&Context->Lock, &handle);
	EXPECT(KeGetCurrentIrql() == DISPATCH_LEVEL && Context->Lock != 0);
	KeReleaseInStackQueuedSpinLock(&handle);
	EXPECT(KeGetCurrentIrql() == PASSIVE_LEVEL && Context->Lock == 0);
#if defined(__x86_64__)
	{
		/* As the headers' inline functions do it. */
		ULONG64 level;
		__asm__ volatile("mov %%cr8, %0" : "=r"(level));
		EXPECT(level == PASSIVE_LEVEL);
		__asm__ volatile("mov %0, %%cr8" : : "r"((ULONG64)DISPATCH_LEVEL));
		EXPECT(KeGetCurrentIrql() == DISPATCH_LEVEL);
		__asm__ volatile("mov %%cr8, %0" : "=r"(level));
		EXPECT(level == DISPATCH_LEVEL);
		__asm__ volatile("mov %0, %%cr8" : : "r"((ULONG64)PASSIVE_LEVEL));
	}
#endif
	return 0;
}

static int RoutinesWaits(DEVICE_CONTEXT *Context)
{
	LARGE_INTEGER zero = { .QuadPart = 0 }, soon = { .QuadPart = WDF_REL_TIMEOUT_IN_MS(5) }, then, now;
	PVOID both[2] = { &Context->Auto, &Context->Manual };

	EXPECT(KeWaitForSingleObject(&Context->Auto, Executive, KernelMode, FALSE, &zero) == STATUS_TIMEOUT);
	EXPECT(KeSetEvent(&Context->Auto, IO_NO_INCREMENT, FALSE) == 0);
	EXPECT(KeReadStateEvent(&Context->Auto) == 1);
	EXPECT(KeWaitForSingleObject(&Context->Auto, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
	EXPECT(KeReadStateEvent(&Context->Auto) == 0);

	KeQuerySystemTimePrecise(&then);
	EXPECT(KeWaitForSingleObject(&Context->Manual, Executive, KernelMode, FALSE, &soon) == STATUS_TIMEOUT);
	KeQuerySystemTimePrecise(&now);
	EXPECT(now.QuadPart - then.QuadPart >= -soon.QuadPart);
	EXPECT(NT_SUCCESS(KeDelayExecutionThread(KernelMode, FALSE, &soon)));
	KeStallExecutionProcessor(50);
	then = now;
	KeQuerySystemTimePrecise(&now);
	EXPECT(now.QuadPart - then.QuadPart >= -soon.QuadPart + 500);

	KeSetEvent(&Context->Manual, IO_NO_INCREMENT, FALSE);
	EXPECT(KeWaitForMultipleObjects(2, both, WaitAny, Executive, KernelMode, FALSE, NULL, NULL) == STATUS_WAIT_1);
	EXPECT(KeWaitForMultipleObjects(2, both, WaitAll, Executive, KernelMode, FALSE, &soon, NULL) == STATUS_TIMEOUT);
	EXPECT(KeResetEvent(&Context->Manual) == 1 && KeReadStateEvent(&Context->Manual) == 0);

	EXPECT(KeReleaseSemaphore(&Context->Semaphore, IO_NO_INCREMENT, 2, FALSE) == 0);
	EXPECT(KeWaitForSingleObject(&Context->Semaphore, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
	EXPECT(KeWaitForSingleObject(&Context->Semaphore, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
	EXPECT(KeWaitForSingleObject(&Context->Semaphore, Executive, KernelMode, FALSE, &zero) == STATUS_TIMEOUT);

	EXPECT(KeWaitForSingleObject(&Context->Mutex, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
	EXPECT(KeWaitForSingleObject(&Context->Mutex, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
	KeReleaseMutex(&Context->Mutex, FALSE);
	KeReleaseMutex(&Context->Mutex, FALSE);
#ifdef BREAK_MUTEX
	KeReleaseMutex(&Context->Mutex, FALSE);
#endif
#ifdef BREAK_DEADLOCK
	KeWaitForSingleObject(&Context->Auto, Executive, KernelMode, FALSE, NULL);
#endif
	return 0;
}

static int RoutinesTimers(DEVICE_CONTEXT *Context)
{
	LARGE_INTEGER soon = { .QuadPart = WDF_REL_TIMEOUT_IN_MS(3) };

	EXPECT(KeInsertQueueDpc(&Context->Dpc, (PVOID)(size_t)77, NULL));
	EXPECT(KeWaitForSingleObject(&Context->Auto, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
	KeFlushQueuedDpcs();
	EXPECT(Context->Fired == 1 && Context->DpcIrql == DISPATCH_LEVEL && Context->DpcArgument == (PVOID)(size_t)77);

	EXPECT(!KeSetTimerEx(&Context->Timer, soon, 2, &Context->Dpc));
	EXPECT(KeWaitForSingleObject(&Context->Timer, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
	EXPECT(KeWaitForSingleObject(&Context->Timer, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
	EXPECT(KeCancelTimer(&Context->Timer));
	EXPECT(!KeCancelTimer(&Context->Timer));
	KeFlushQueuedDpcs();
	EXPECT(Context->Fired >= 2);
	return 0;
}

static VOID RoutinesControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
	DEVICE_CONTEXT *context = DeviceGetContext(WdfIoQueueGetDevice(Queue));
	int line = RoutinesStrings();

	UNREFERENCED_PARAMETER(OutputLength);
	UNREFERENCED_PARAMETER(InputLength);
	UNREFERENCED_PARAMETER(Code);
	if (!line)
		line = RoutinesPool();
	if (!line)
		line = RoutinesLevels(context);
	if (!line)
		line = RoutinesWaits(context);
	if (!line)
		line = RoutinesTimers(context);
	WdfRequestComplete(Request, line ? STATUS_UNSUCCESSFUL + line : STATUS_SUCCESS);
}
