/*
 * A driver that looks at the states of the kernel's own objects while others use them: what each routine returns, who has to
 * wait for whom. Each check that fails completes the request with its line.
 *
 * What is broken on purpose:
 *   BREAK_LIMIT    a semaphore is released beyond its limit
 *   BREAK_NOTHING  a semaphore is released by nothing
 *   BREAK_DPC      a timer is set with a DPC that was not initialised
 *   BREAK_TIMER    the driver is unloaded while a timer is set whose DPC it is
 *   BREAK_HELD     a DPC returns with a spin lock
 *   BREAK_SHARED   a DPC returns with a spin lock for readers
 *   BREAK_LOWER    the level is lowered while a spin lock is held
 *   BREAK_DELETE   a resource is deleted by who has it
 *   BREAK_NAMES    an event, a timer and a thread are waited for, and none comes
 */
#include <ntddk.h>
#include <wdf.h>

#include "states.h"

#define TAG 'tatS'
#define EXPECT(condition)                                                                                              \
	do {                                                                                                           \
		if (!(condition))                                                                                      \
			return __LINE__;                                                                               \
	} while (0)
#define QUEUED 5

typedef struct _DEVICE_CONTEXT {
	KEVENT Event, Go, Ready;
	KSEMAPHORE Semaphore;
	KMUTEX Mutex;
	KTIMER Timer;
	KDPC Dpcs[QUEUED], Reader, Never;
	KSPIN_LOCK Lock;
	EX_SPIN_LOCK Spin;
	ERESOURCE Resource;
	LONG Fired, Seen, Holding;
	PVOID Thread;
} DEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE(DEVICE_CONTEXT)

static EVT_WDF_DRIVER_DEVICE_ADD StatesDeviceAdd;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL StatesControl;
static KDEFERRED_ROUTINE StatesCount, StatesRead;
static KSTART_ROUTINE StatesTake, StatesWrite, StatesTry, StatesSpin;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, StatesDeviceAdd);
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static NTSTATUS StatesDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG config;
	DEVICE_CONTEXT *context;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	context = WdfObjectGet_DEVICE_CONTEXT(device);
	KeInitializeEvent(&context->Event, SynchronizationEvent, FALSE);
	KeInitializeEvent(&context->Go, SynchronizationEvent, FALSE);
	KeInitializeEvent(&context->Ready, SynchronizationEvent, FALSE);
	KeInitializeSemaphore(&context->Semaphore, 1, 3);
	KeInitializeMutex(&context->Mutex, 0);
	KeInitializeSpinLock(&context->Lock);
	KeInitializeTimerEx(&context->Timer, SynchronizationTimer);
	for (int i = 0; i < QUEUED; i++)
		KeInitializeDpc(&context->Dpcs[i], StatesCount, context);
	KeInitializeDpc(&context->Reader, StatesRead, context);
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchSequential);
	config.EvtIoDeviceControl = StatesControl;
	return WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

/* Begins a thread of the driver's. */
static ULONG StatesBegin(DEVICE_CONTEXT *Context, KSTART_ROUTINE *Routine)
{
	HANDLE handle;

	EXPECT(PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, Routine, Context) == STATUS_SUCCESS);
	EXPECT(ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, *PsThreadType, KernelMode, &Context->Thread, NULL) ==
	       STATUS_SUCCESS);
	EXPECT(ZwClose(handle) == STATUS_SUCCESS);
	return 1;
}

/* Waits for its end. */
static ULONG StatesEnd(DEVICE_CONTEXT *Context)
{
	EXPECT(KeWaitForSingleObject(Context->Thread, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
	ObDereferenceObject(Context->Thread);
	return 1;
}

/* Whoever could run has done so for a while. */
static VOID StatesLetOthers(VOID)
{
	LARGE_INTEGER wait = { .QuadPart = WDF_REL_TIMEOUT_IN_MS(10) };

	KeDelayExecutionThread(KernelMode, FALSE, &wait);
}

static VOID StatesTake(PVOID StartContext)
{
	DEVICE_CONTEXT *context = StartContext;

	KeWaitForSingleObject(&context->Semaphore, Executive, KernelMode, FALSE, NULL);
}

static ULONG StatesTryCounts(DEVICE_CONTEXT *Context)
{
	LARGE_INTEGER zero = { .QuadPart = 0 };

	EXPECT(KeReadStateSemaphore(&Context->Semaphore) == 1);
	EXPECT(KeReleaseSemaphore(&Context->Semaphore, IO_NO_INCREMENT, 2, FALSE) == 1);
	EXPECT(KeReadStateSemaphore(&Context->Semaphore) == 3);
#ifdef BREAK_LIMIT
	KeReleaseSemaphore(&Context->Semaphore, IO_NO_INCREMENT, 1, FALSE);
#endif
#ifdef BREAK_NOTHING
	KeReleaseSemaphore(&Context->Semaphore, IO_NO_INCREMENT, 0, FALSE);
#endif
	for (int left = 2; left >= 0; left--) {
		EXPECT(KeWaitForSingleObject(&Context->Semaphore, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
		EXPECT(KeReadStateSemaphore(&Context->Semaphore) == left);
	}
	EXPECT(KeWaitForSingleObject(&Context->Semaphore, Executive, KernelMode, FALSE, &zero) == STATUS_TIMEOUT);
	/* One thread takes one, though it waited when the first came and has not run when the second comes. */
	EXPECT(StatesBegin(Context, StatesTake) == 1);
	StatesLetOthers();
	KeReleaseSemaphore(&Context->Semaphore, IO_NO_INCREMENT, 1, FALSE);
	KeReleaseSemaphore(&Context->Semaphore, IO_NO_INCREMENT, 1, FALSE);
	EXPECT(StatesEnd(Context) == 1);
	EXPECT(KeReadStateSemaphore(&Context->Semaphore) == 1);

	EXPECT(KeReadStateMutex(&Context->Mutex) == 1);
	for (int state = 0; state > -3; state--) {
		EXPECT(KeWaitForSingleObject(&Context->Mutex, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
		EXPECT(KeReadStateMutex(&Context->Mutex) == state);
	}
	/* What it was before; 0 from who gives it up. */
	EXPECT(KeReleaseMutex(&Context->Mutex, FALSE) == -2);
	EXPECT(KeReleaseMutex(&Context->Mutex, FALSE) == -1);
	EXPECT(KeReleaseMutex(&Context->Mutex, FALSE) == 0);
	EXPECT(KeReadStateMutex(&Context->Mutex) == 1);
	return 1;
}

static ULONG StatesTryTimers(DEVICE_CONTEXT *Context)
{
	LARGE_INTEGER soon = { .QuadPart = WDF_REL_TIMEOUT_IN_MS(5) }, then, now;
	KTIMER *timer = &Context->Timer;

	/* Its first time, and then every 50 milliseconds. */
	KeQuerySystemTimePrecise(&then);
	EXPECT(!KeSetTimerEx(timer, soon, 50, NULL));
	for (int i = 0; i < 3; i++)
		EXPECT(KeWaitForSingleObject(timer, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
	KeQuerySystemTimePrecise(&now);
	EXPECT(now.QuadPart - then.QuadPart >= 105 * 10000);
	EXPECT(KeCancelTimer(timer) && !KeCancelTimer(timer));
#ifdef BREAK_DPC
	KeSetTimerEx(timer, soon, 0, &Context->Never);
#endif
	return 1;
}

static VOID StatesCount(PKDPC Dpc, PVOID Context, PVOID Argument1, PVOID Argument2)
{
	DEVICE_CONTEXT *context = Context;

	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(Argument1);
	UNREFERENCED_PARAMETER(Argument2);
	KeAcquireSpinLockAtDpcLevel(&context->Lock);
	context->Fired++;
#ifndef BREAK_HELD
	KeReleaseSpinLockFromDpcLevel(&context->Lock);
#endif
}

static ULONG StatesTryDpcs(DEVICE_CONTEXT *Context)
{
	KDPC *last = &Context->Dpcs[QUEUED - 1];
	BOOLEAN removed, again;
	KIRQL irql;

	Context->Fired = 0;
	EXPECT(!KeRemoveQueueDpc(last));
	/* The first of them wait for the lock, if they run already; so the last one is still queued. */
	KeAcquireSpinLock(&Context->Lock, &irql);
	for (int i = 0; i < QUEUED; i++)
		KeInsertQueueDpc(&Context->Dpcs[i], NULL, NULL);
	again = KeInsertQueueDpc(last, NULL, NULL);
	removed = KeRemoveQueueDpc(last);
	KeReleaseSpinLock(&Context->Lock, irql);
	EXPECT(!again && removed && !KeRemoveQueueDpc(last));
	KeFlushQueuedDpcs();
	EXPECT(Context->Fired == QUEUED - 1);
	return 1;
}

/* Reads with others: who is not alone does not become the writer. */
static VOID StatesRead(PKDPC Dpc, PVOID Context, PVOID Argument1, PVOID Argument2)
{
	DEVICE_CONTEXT *context = Context;

	UNREFERENCED_PARAMETER(Dpc);
	UNREFERENCED_PARAMETER(Argument1);
	UNREFERENCED_PARAMETER(Argument2);
	ExAcquireSpinLockSharedAtDpcLevel(&context->Spin);
#ifdef BREAK_SHARED
	return;
#endif
	if (ExTryConvertSharedSpinLockExclusive(&context->Spin)) {
		context->Seen |= context->Holding ? 2 : 1;
		ExReleaseSpinLockExclusiveFromDpcLevel(&context->Spin);
	} else {
		context->Seen |= 4;
		ExReleaseSpinLockSharedFromDpcLevel(&context->Spin);
	}
}

static ULONG StatesTrySpin(DEVICE_CONTEXT *Context)
{
	KIRQL irql;

	EXPECT(KeTestSpinLock(&Context->Lock));
	KeAcquireSpinLock(&Context->Lock, &irql);
	EXPECT(!KeTestSpinLock(&Context->Lock));
	KeReleaseSpinLock(&Context->Lock, irql);
	EXPECT(KeTestSpinLock(&Context->Lock));

	Context->Spin = 0;
	Context->Seen = 0;
	irql = ExAcquireSpinLockShared(&Context->Spin);
	Context->Holding = 1;
	KeInsertQueueDpc(&Context->Reader, NULL, NULL);
	for (int i = 0; i < 10; i++)
		KeStallExecutionProcessor(1);
	Context->Holding = 0;
	ExReleaseSpinLockShared(&Context->Spin, irql);
	KeFlushQueuedDpcs();
	EXPECT(Context->Seen == 1 || Context->Seen == 4);
	return 1;
}

/* Wants to write while others read. */
static VOID StatesWrite(PVOID StartContext)
{
	DEVICE_CONTEXT *context = StartContext;

	KeEnterCriticalRegion();
	ExAcquireResourceExclusiveLite(&context->Resource, TRUE);
	/* The owner takes it again. */
	if (ExAcquireResourceExclusiveLite(&context->Resource, FALSE))
		ExReleaseResourceLite(&context->Resource);
	ExReleaseResourceLite(&context->Resource);
	KeLeaveCriticalRegion();
}

/* Tries, each time that it is told, to read as others do, and to read before those who want to write. */
static VOID StatesTry(PVOID StartContext)
{
	DEVICE_CONTEXT *context = StartContext;

	KeEnterCriticalRegion();
	for (int i = 0; i < 4; i++) {
		KeWaitForSingleObject(&context->Go, Executive, KernelMode, FALSE, NULL);
		context->Seen = 0;
		if (ExAcquireResourceSharedLite(&context->Resource, FALSE)) {
			context->Seen |= 1;
			ExReleaseResourceLite(&context->Resource);
		}
		if (ExAcquireSharedStarveExclusive(&context->Resource, FALSE)) {
			context->Seen |= 2;
			ExReleaseResourceLite(&context->Resource);
		}
		KeSetEvent(&context->Ready, IO_NO_INCREMENT, FALSE);
	}
	KeLeaveCriticalRegion();
}

/* What the other thread could have now. */
static LONG StatesAsk(DEVICE_CONTEXT *Context)
{
	KeSetEvent(&Context->Go, IO_NO_INCREMENT, FALSE);
	KeWaitForSingleObject(&Context->Ready, Executive, KernelMode, FALSE, NULL);
	return Context->Seen;
}

static ULONG StatesTryResource(DEVICE_CONTEXT *Context)
{
	PVOID reader, writer;
	KIRQL before;

	EXPECT(NT_SUCCESS(ExInitializeResourceLite(&Context->Resource)));
	EXPECT(StatesBegin(Context, StatesTry) == 1);
	reader = Context->Thread;
	KeEnterCriticalRegion();
	/* An owner takes it as often as it likes, to write and to read, and nobody else does. */
	EXPECT(ExAcquireResourceExclusiveLite(&Context->Resource, FALSE));
	EXPECT(ExAcquireResourceExclusiveLite(&Context->Resource, FALSE));
	EXPECT(ExAcquireResourceSharedLite(&Context->Resource, FALSE));
	EXPECT(ExIsResourceAcquiredSharedLite(&Context->Resource) == 3);
	EXPECT(StatesAsk(Context) == 0);
	/* It is no spin lock: the level goes up and down while it is held. */
	KeRaiseIrql(DISPATCH_LEVEL, &before);
	KeLowerIrql(before);
#ifdef BREAK_DELETE
	ExDeleteResourceLite(&Context->Resource);
#endif
	for (int i = 0; i < 3; i++)
		ExReleaseResourceLite(&Context->Resource);
	/* It is nobody's. */
	EXPECT(StatesAsk(Context) == 3);

	/* While somebody waits to write, a new reader waits behind, unless it says that it does not care; an old one does not. */
	EXPECT(ExAcquireResourceSharedLite(&Context->Resource, FALSE));
	EXPECT(ExGetExclusiveWaiterCount(&Context->Resource) == 0);
	EXPECT(StatesBegin(Context, StatesWrite) == 1);
	writer = Context->Thread;
	while (!ExGetExclusiveWaiterCount(&Context->Resource))
		StatesLetOthers();
	EXPECT(ExGetExclusiveWaiterCount(&Context->Resource) == 1);
	EXPECT(StatesAsk(Context) == 2);
	EXPECT(ExGetExclusiveWaiterCount(&Context->Resource) == 1);
	EXPECT(ExAcquireResourceSharedLite(&Context->Resource, FALSE));
	ExReleaseResourceLite(&Context->Resource);
	ExReleaseResourceLite(&Context->Resource);
	EXPECT(StatesEnd(Context) == 1 && writer == Context->Thread);
	/* The writer has come and gone. */
	EXPECT(ExGetExclusiveWaiterCount(&Context->Resource) == 0);
	EXPECT(StatesAsk(Context) == 3);
	KeLeaveCriticalRegion();
	Context->Thread = reader;
	EXPECT(StatesEnd(Context) == 1);
	EXPECT(NT_SUCCESS(ExDeleteResourceLite(&Context->Resource)));
	return 1;
}

/* Holds a lock now and then while other threads enter and leave the driver. */
static VOID StatesSpin(PVOID StartContext)
{
	DEVICE_CONTEXT *context = StartContext;
	KIRQL irql;

	for (int i = 0; i < 4; i++) {
		KeAcquireSpinLock(&context->Lock, &irql);
		KeStallExecutionProcessor(1);
		KeReleaseSpinLock(&context->Lock, irql);
	}
}

static ULONG StatesBreak(DEVICE_CONTEXT *Context)
{
#ifdef BREAK_LOWER
	KIRQL before;

	KeAcquireSpinLock(&Context->Lock, &before);
	KeLowerIrql(before);
#endif
#ifdef BREAK_TIMER
	LARGE_INTEGER later = { .QuadPart = WDF_REL_TIMEOUT_IN_MS(1000000000ll) };

	KeSetTimerEx(&Context->Timer, later, 0, &Context->Dpcs[0]);
#endif
#ifdef BREAK_NAMES
	PVOID objects[3] = { &Context->Event, &Context->Timer };

	EXPECT(StatesBegin(Context, StatesTry) == 1);
	objects[2] = Context->Thread;
	KeWaitForMultipleObjects(3, objects, WaitAll, Executive, KernelMode, FALSE, NULL, NULL);
#endif
	return Context ? 1 : 0;
}

static VOID StatesControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
	DEVICE_CONTEXT *context = WdfObjectGet_DEVICE_CONTEXT(WdfIoQueueGetDevice(Queue));
	ULONG result = 0;

	UNREFERENCED_PARAMETER(OutputLength);
	UNREFERENCED_PARAMETER(InputLength);
	switch (Code) {
	case STATE_COUNTS:
		result = StatesTryCounts(context);
		break;
	case STATE_TIMERS:
		result = StatesTryTimers(context);
		break;
	case STATE_DPCS:
		result = StatesTryDpcs(context);
		break;
	case STATE_SPIN:
		result = StatesTrySpin(context);
		break;
	case STATE_RESOURCE:
		result = StatesTryResource(context);
		break;
	case STATE_BEGIN:
		result = StatesBegin(context, StatesSpin);
		break;
	case STATE_END:
		result = StatesEnd(context);
		break;
	case STATE_BREAK:
		result = StatesBreak(context);
		break;
	}
	WdfRequestComplete(Request, (NTSTATUS)result);
}
