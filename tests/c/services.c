/*
 * A driver that uses the kernel's own services beside the framework: system threads, work items, lookaside lists and
 * lists without locks, MDLs, the time in the shared page. Each device control tries one family and is completed with 1,
 * or with the number of the line on which something was not as it should be.
 *
 * What is broken on purpose:
 *   BREAK_HANDLE     a thread's handle is not closed
 *   BREAK_REFERENCE  a thread's object is dereferenced twice
 *   BREAK_UNLOAD     the driver is unloaded before its thread has ended
 *   BREAK_ITEM       a work item is not freed
 *   BREAK_REQUEUE    a work item is queued twice
 *   BREAK_QUEUED     a work item is freed while it is queued
 *   BREAK_STALE      a work item is queued that was freed
 *   BREAK_LOOKASIDE  a lookaside list is not deleted
 *   BREAK_DELETED    a lookaside list is deleted twice
 *   BREAK_MDL        an MDL is freed while its pages are locked
 *   BREAK_UNLOCK     an MDL's pages are unlocked twice
 *   BREAK_ABSENT     a routine is called that is not simulated
 *   BREAK_WILD       memory is read at an address that is none
 *   BREAK_PORT       the processor's ports are written to
 */
#include <ntddk.h>
#include <wdf.h>

#include "services.h"

#define TAG 'vreS'
#define EXPECT(condition)                        \
	do {                                     \
		if (!(condition))                \
			return __LINE__;         \
	} while (0)

typedef struct _DEVICE_CONTEXT {
	KEVENT Stop;
	KEVENT Done;
	LONG Count;
	PKTHREAD Thread;
} DEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE(DEVICE_CONTEXT)

static EVT_WDF_DRIVER_DEVICE_ADD ServicesDeviceAdd;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL ServicesControl;
static KSTART_ROUTINE ServicesThread;
static IO_WORKITEM_ROUTINE ServicesWork;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, ServicesDeviceAdd);
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static NTSTATUS ServicesDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_IO_QUEUE_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFDEVICE device;
	DEVICE_CONTEXT *context;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	context = WdfObjectGet_DEVICE_CONTEXT(device);
	KeInitializeEvent(&context->Stop, NotificationEvent, FALSE);
	KeInitializeEvent(&context->Done, SynchronizationEvent, FALSE);
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchSequential);
	config.EvtIoDeviceControl = ServicesControl;
	return WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

/* Ends itself two calls deep, so that it must not come back. */
static VOID __attribute__((noinline)) ServicesEnd(DEVICE_CONTEXT *Context)
{
	Context->Count++;
	PsTerminateSystemThread(STATUS_SUCCESS);
	Context->Count += 100;
}

static VOID ServicesThread(PVOID StartContext)
{
	DEVICE_CONTEXT *context = StartContext;

	context->Thread = KeGetCurrentThread();
	context->Count += PsGetThreadId((PETHREAD)context->Thread) == PsGetCurrentThreadId() ? 0 : 10;
	KeWaitForSingleObject(&context->Stop, Executive, KernelMode, FALSE, NULL);
	ServicesEnd(context);
	context->Count += 1000;
}

static ULONG ServicesTryThread(DEVICE_CONTEXT *Context)
{
	LARGE_INTEGER none = { .QuadPart = 0 };
	PVOID thread, other = &none;
	HANDLE handle;

	Context->Count = 0;
	KeClearEvent(&Context->Stop);
	EXPECT(PsGetThreadId((PETHREAD)KeGetCurrentThread()) == PsGetCurrentThreadId());
	EXPECT(PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, ServicesThread, Context) == STATUS_SUCCESS);
	EXPECT(ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, *PsThreadType, KernelMode, &thread, NULL) ==
	       STATUS_SUCCESS);
	EXPECT(ObReferenceObjectByHandle(handle, EVENT_ALL_ACCESS, *ExEventObjectType, KernelMode, &other, NULL) ==
	       STATUS_OBJECT_TYPE_MISMATCH);
	EXPECT(!other);
#ifndef BREAK_HANDLE
	EXPECT(ZwClose(handle) == STATUS_SUCCESS);
#endif
	EXPECT(KeWaitForSingleObject(thread, Executive, KernelMode, FALSE, &none) == STATUS_TIMEOUT);
#ifndef BREAK_UNLOAD
	KeSetEvent(&Context->Stop, IO_NO_INCREMENT, FALSE);
	EXPECT(KeWaitForSingleObject(thread, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
	EXPECT(Context->Thread == (PKTHREAD)thread && Context->Count == 1);
#endif
	/* As many references as were taken can be dropped, in any order. */
	ObReferenceObject(thread);
	ObReferenceObject(thread);
	ObDereferenceObject(thread);
	ObDereferenceObject(thread);
	ObDereferenceObject(thread);
#ifdef BREAK_REFERENCE
	ObDereferenceObject(thread);
#endif
	return 1;
}

static VOID ServicesWork(PDEVICE_OBJECT DeviceObject, PVOID Context)
{
	DEVICE_CONTEXT *context = Context;

	UNREFERENCED_PARAMETER(DeviceObject);
	context->Count += KeGetCurrentIrql() == PASSIVE_LEVEL ? 1 : 100;
	KeSetEvent(&context->Done, IO_NO_INCREMENT, FALSE);
}

static VOID ServicesPlainWork(PVOID Parameter)
{
	ServicesWork(NULL, Parameter);
}

static ULONG ServicesTryWork(WDFDEVICE Device, DEVICE_CONTEXT *Context)
{
	/* Any object of the kernel's will do: the routine gets it back. */
	PIO_WORKITEM item = IoAllocateWorkItem((PDEVICE_OBJECT)Device);
	WORK_QUEUE_ITEM plain;

	Context->Count = 0;
	IoQueueWorkItem(item, ServicesWork, DelayedWorkQueue, Context);
#ifdef BREAK_QUEUED
	IoFreeWorkItem(item);
#endif
#ifdef BREAK_REQUEUE
	IoQueueWorkItem(item, ServicesWork, DelayedWorkQueue, Context);
#endif
	KeWaitForSingleObject(&Context->Done, Executive, KernelMode, FALSE, NULL);
	EXPECT(Context->Count == 1);
#ifndef BREAK_ITEM
	IoFreeWorkItem(item);
#endif
#ifdef BREAK_STALE
	IoQueueWorkItem(item, ServicesWork, DelayedWorkQueue, Context);
#endif
	ExInitializeWorkItem(&plain, ServicesPlainWork, Context);
	ExQueueWorkItem(&plain, DelayedWorkQueue);
	KeWaitForSingleObject(&Context->Done, Executive, KernelMode, FALSE, NULL);
	EXPECT(Context->Count == 2);
	return 1;
}

static ULONG ServicesTryLookaside(VOID)
{
	NPAGED_LOOKASIDE_LIST *list = ExAllocatePoolWithTag(NonPagedPool, sizeof *list, TAG);
	SLIST_HEADER *head = ExAllocatePoolWithTag(NonPagedPool, sizeof *head, TAG);
	PSLIST_ENTRY entries[6];

	ExInitializeNPagedLookasideList(list, NULL, NULL, 0, 64, TAG, 0);
	InitializeSListHead(head);
	for (int i = 0; i < 6; i++) {
		entries[i] = ExAllocateFromNPagedLookasideList(list);
		EXPECT(entries[i]);
		InterlockedPushEntrySList(head, entries[i]);
	}
	EXPECT(ExQueryDepthSList(head) == 6);
	for (int i = 5; i >= 0; i--) {
		EXPECT(InterlockedPopEntrySList(head) == entries[i]);
		ExFreeToNPagedLookasideList(list, entries[i]);
	}
	EXPECT(!InterlockedPopEntrySList(head));
	/* Four of them wait in the list, the last one that was kept first. */
	EXPECT(ExAllocateFromNPagedLookasideList(list) == (PVOID)entries[2]);
	EXPECT(list->L.TotalAllocates == 7);
	ExFreeToNPagedLookasideList(list, entries[2]);
#ifndef BREAK_LOOKASIDE
	ExDeleteNPagedLookasideList(list);
#endif
#ifdef BREAK_DELETED
	ExDeleteNPagedLookasideList(list);
#endif
	ExFreePoolWithTag(list, TAG);
	ExFreePoolWithTag(head, TAG);
	return 1;
}

static ULONG ServicesTryMdl(VOID)
{
	UCHAR *memory = ExAllocatePoolWithTag(NonPagedPool, 2 * PAGE_SIZE, TAG);
	PMDL mdl = IoAllocateMdl(memory, 2 * PAGE_SIZE, FALSE, FALSE, NULL);

	EXPECT((ULONG_PTR)memory % PAGE_SIZE == 0 && MmGetMdlByteCount(mdl) == 2 * PAGE_SIZE);
	MmBuildMdlForNonPagedPool(mdl);
	EXPECT(MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority) == memory);
	IoFreeMdl(mdl);

	mdl = IoAllocateMdl(memory + 1, 10, FALSE, FALSE, NULL);
	MmProbeAndLockPages(mdl, KernelMode, IoModifyAccess);
	EXPECT(MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority) == memory + 1);
	*(UCHAR *)MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority) = 7;
	EXPECT(memory[1] == 7);
#ifndef BREAK_MDL
	MmUnlockPages(mdl);
#endif
#ifdef BREAK_UNLOCK
	MmUnlockPages(mdl);
#endif
	IoFreeMdl(mdl);
	ExFreePoolWithTag(memory, TAG);
	return 1;
}

static ULONG ServicesTryClock(VOID)
{
	LARGE_INTEGER before, now, ticks, precise, wait = { .QuadPart = WDF_REL_TIMEOUT_IN_MS(100) };
	PKTHREAD thread = KeGetCurrentThread();

	KeQuerySystemTime(&before);
	KeDelayExecutionThread(KernelMode, FALSE, &wait);
	KeQuerySystemTime(&now);
	KeQuerySystemTimePrecise(&precise);
	KeQueryTickCount(&ticks);
	EXPECT(now.QuadPart >= before.QuadPart + 1000000);
	EXPECT(precise.QuadPart >= now.QuadPart);
	EXPECT(ticks.QuadPart >= now.QuadPart / 156250 && ticks.QuadPart <= precise.QuadPart / 156250 + 1);
	EXPECT(*(volatile ULONG *)(KI_USER_SHARED_DATA + 0x26C) == 10);
	EXPECT(thread && thread == KeGetCurrentThread());
	return 1;
}

static ULONG ServicesBreak(PVOID Nothing)
{
#ifdef BREAK_ABSENT
	IoStartPacket(Nothing, Nothing, Nothing, Nothing);
#endif
#ifdef BREAK_WILD
	return *(volatile ULONG *)0x5A5A5A5A5A5A5A5Aull;
#endif
#ifdef BREAK_PORT
	__asm__ volatile("outb %%al, $0x80" : : "a"(0));
#endif
	return Nothing ? 0 : 1;
}

static VOID ServicesControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
	WDFDEVICE device = WdfIoQueueGetDevice(Queue);
	DEVICE_CONTEXT *context = WdfObjectGet_DEVICE_CONTEXT(device);
	ULONG result = 0;

	UNREFERENCED_PARAMETER(OutputLength);
	UNREFERENCED_PARAMETER(InputLength);
	switch (Code) {
	case SERVICE_THREAD:
		result = ServicesTryThread(context);
		break;
	case SERVICE_WORK:
		result = ServicesTryWork(device, context);
		break;
	case SERVICE_LOOKASIDE:
		result = ServicesTryLookaside();
		break;
	case SERVICE_MDL:
		result = ServicesTryMdl();
		break;
	case SERVICE_CLOCK:
		result = ServicesTryClock();
		break;
	case SERVICE_BREAK:
		result = ServicesBreak(NULL);
		break;
	}
	WdfRequestComplete(Request, (NTSTATUS)result);
}
