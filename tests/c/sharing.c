/*
 * A driver that shares: resources, spin locks for readers and writers, push locks, protections that are run down, remove
 * locks, and the registry through the kernel's own routines. Each check that fails completes the request with its line.
 *
 * What is broken on purpose:
 *   BREAK_RESOURCE  a resource is released that the thread does not have
 *   BREAK_LEAK      a resource is not deleted
 *   BREAK_READER    a spin lock is taken exclusively by who has it
 *   BREAK_RUNDOWN   a protection is waited for by who holds it
 *   BREAK_REMOVE    a remove lock is released once too often
 *   BREAK_KEY       a key's handle is not closed
 */
#include <ntddk.h>
#include <wdf.h>

#include "sharing.h"

#define TAG 'rahS'
#define EXPECT(condition)                                                                                              \
	do {                                                                                                           \
		if (!(condition))                                                                                      \
			return __LINE__;                                                                               \
	} while (0)

typedef struct _DEVICE_CONTEXT {
	ERESOURCE Resource;
	EX_SPIN_LOCK Spin;
	EX_PUSH_LOCK Push;
	EX_RUNDOWN_REF Rundown;
	IO_REMOVE_LOCK Remove;
	KEVENT Go;
	LONG Readers, Seen;
} DEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE(DEVICE_CONTEXT)

static EVT_WDF_DRIVER_DEVICE_ADD SharingDeviceAdd;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL SharingControl;
static KSTART_ROUTINE SharingThread;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, SharingDeviceAdd);
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static NTSTATUS SharingDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG config;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	KeInitializeEvent(&WdfObjectGet_DEVICE_CONTEXT(device)->Go, SynchronizationEvent, FALSE);
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchSequential);
	config.EvtIoDeviceControl = SharingControl;
	return WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

/* What the second thread does while the first one has everything. */
static VOID SharingThread(PVOID StartContext)
{
	DEVICE_CONTEXT *context = StartContext;
	KIRQL irql;

	KeEnterCriticalRegion();
	if (!ExAcquireResourceExclusiveLite(&context->Resource, FALSE)) {
		context->Seen |= 1;
		ExAcquireResourceExclusiveLite(&context->Resource, TRUE);
	}
	context->Seen |= context->Readers ? 0x100 : 2;
	ExReleaseResourceLite(&context->Resource);
	ExAcquirePushLockExclusiveEx(&context->Push, 0);
	context->Seen |= 4;
	ExReleasePushLockExclusiveEx(&context->Push, 0);
	KeLeaveCriticalRegion();
	irql = ExAcquireSpinLockShared(&context->Spin);
	context->Seen |= KeGetCurrentIrql() == DISPATCH_LEVEL ? 8 : 0;
	ExReleaseSpinLockShared(&context->Spin, irql);
	if (!ExAcquireRundownProtection(&context->Rundown))
		context->Seen |= 16;
}

static ULONG SharingTryLocks(DEVICE_CONTEXT *Context)
{
	HANDLE handle;
	PVOID thread;
	KIRQL irql;

	Context->Seen = 0;
	EXPECT(NT_SUCCESS(ExInitializeResourceLite(&Context->Resource)));
	ExInitializePushLock(&Context->Push);
	ExInitializeRundownProtection(&Context->Rundown);
	Context->Spin = 0;

	KeEnterCriticalRegion();
	EXPECT(ExAcquireResourceSharedLite(&Context->Resource, TRUE));
	EXPECT(ExAcquireResourceSharedLite(&Context->Resource, TRUE));
	EXPECT(ExIsResourceAcquiredSharedLite(&Context->Resource) == 2);
	EXPECT(!ExIsResourceAcquiredExclusiveLite(&Context->Resource));
	Context->Readers = 1;
	EXPECT(ExAcquireRundownProtection(&Context->Rundown));

	EXPECT(PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, SharingThread, Context) == STATUS_SUCCESS);
	EXPECT(ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, *PsThreadType, KernelMode, &thread, NULL) ==
	       STATUS_SUCCESS);
	ZwClose(handle);
	ExReleaseRundownProtection(&Context->Rundown);
#ifdef BREAK_RUNDOWN
	EXPECT(ExAcquireRundownProtection(&Context->Rundown));
#endif
	ExWaitForRundownProtectionRelease(&Context->Rundown);
	EXPECT(!ExAcquireRundownProtection(&Context->Rundown));

	ExAcquirePushLockSharedEx(&Context->Push, 0);
	ExReleasePushLockSharedEx(&Context->Push, 0);
	Context->Readers = 0;
	ExReleaseResourceLite(&Context->Resource);
	ExReleaseResourceLite(&Context->Resource);
#ifdef BREAK_RESOURCE
	ExReleaseResourceLite(&Context->Resource);
#endif
	KeLeaveCriticalRegion();
	EXPECT(KeWaitForSingleObject(thread, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS);
	ObDereferenceObject(thread);
	/* Whether the first attempt of the other thread failed is the schedule's. */
	EXPECT((Context->Seen | 1) == 31);

	ExEnterCriticalRegionAndAcquireResourceExclusive(&Context->Resource);
	EXPECT(ExIsResourceAcquiredExclusiveLite(&Context->Resource));
	ExConvertExclusiveToSharedLite(&Context->Resource);
	EXPECT(!ExIsResourceAcquiredExclusiveLite(&Context->Resource));
	EXPECT(ExAcquireSharedStarveExclusive(&Context->Resource, FALSE));
	ExReleaseResourceLite(&Context->Resource);
	ExReleaseResourceAndLeaveCriticalRegion(&Context->Resource);

	irql = ExAcquireSpinLockShared(&Context->Spin);
	EXPECT(irql == PASSIVE_LEVEL && KeGetCurrentIrql() == DISPATCH_LEVEL);
	EXPECT(ExTryConvertSharedSpinLockExclusive(&Context->Spin));
#ifdef BREAK_READER
	ExAcquireSpinLockExclusiveAtDpcLevel(&Context->Spin);
#endif
	ExReleaseSpinLockExclusive(&Context->Spin, irql);
	EXPECT(KeGetCurrentIrql() == PASSIVE_LEVEL);
#ifndef BREAK_LEAK
	EXPECT(NT_SUCCESS(ExDeleteResourceLite(&Context->Resource)));
#endif
	return 1;
}

static ULONG SharingTryRemoveLock(DEVICE_CONTEXT *Context)
{
	IoInitializeRemoveLock(&Context->Remove, TAG, 0, 0);
	EXPECT(IoAcquireRemoveLock(&Context->Remove, Context) == STATUS_SUCCESS);
	EXPECT(IoAcquireRemoveLock(&Context->Remove, NULL) == STATUS_SUCCESS);
	IoReleaseRemoveLock(&Context->Remove, Context);
#ifdef BREAK_REMOVE
	IoReleaseRemoveLock(&Context->Remove, Context);
	IoReleaseRemoveLock(&Context->Remove, Context);
#endif
	IoReleaseRemoveLockAndWait(&Context->Remove, NULL);
	EXPECT(IoAcquireRemoveLock(&Context->Remove, Context) == STATUS_DELETE_PENDING);
	return 1;
}

/* What is in a key: the keys below it by their names, the values in the order in which they were set. */
static ULONG SharingEnumerate(HANDLE Above, HANDLE Key)
{
	union {
		KEY_BASIC_INFORMATION Basic;
		KEY_FULL_INFORMATION Full;
		KEY_VALUE_BASIC_INFORMATION Value;
		KEY_VALUE_PARTIAL_INFORMATION Partial;
		UCHAR Room[64];
	} info;
	ULONG length;

	EXPECT(ZwEnumerateKey(Above, 0, KeyBasicInformation, &info, sizeof info, &length) == STATUS_SUCCESS);
	EXPECT(length == 26 && info.Basic.NameLength == 10 && memcmp(info.Basic.Name, L"Below", 10) == 0);
	EXPECT(ZwEnumerateKey(Above, 1, KeyBasicInformation, &info, sizeof info, &length) == STATUS_NO_MORE_ENTRIES);
	EXPECT(ZwQueryKey(Key, KeyFullInformation, &info, sizeof info, &length) == STATUS_SUCCESS);
	EXPECT(info.Full.SubKeys == 0 && info.Full.Values == 2 && info.Full.MaxValueNameLen == 12);
	EXPECT(info.Full.MaxValueDataLen == 12 && ZwQueryKey(Key, KeyFullInformation, &info, 8, &length) ==
		STATUS_BUFFER_TOO_SMALL);
	EXPECT(ZwQueryKey(Key, KeyBasicInformation, &info, sizeof info, &length) == STATUS_SUCCESS);
	EXPECT(info.Basic.NameLength == 10 && info.Basic.Name[0] == 'B' && info.Basic.Name[1] == 'e');
	EXPECT(ZwEnumerateValueKey(Key, 0, KeyValueBasicInformation, &info, sizeof info, &length) == STATUS_SUCCESS);
	EXPECT(info.Value.Type == REG_DWORD && memcmp(info.Value.Name, L"Number", info.Value.NameLength) == 0);
	EXPECT(ZwEnumerateValueKey(Key, 1, KeyValuePartialInformation, &info, sizeof info, &length) == STATUS_SUCCESS);
	EXPECT(info.Partial.DataLength == 12 && memcmp(info.Partial.Data, L"hello", 12) == 0);
	EXPECT(ZwEnumerateValueKey(Key, 1, KeyValuePartialInformation, &info, 14, &length) == STATUS_BUFFER_OVERFLOW);
	EXPECT(ZwEnumerateValueKey(Key, 2, KeyValueBasicInformation, &info, sizeof info, &length) ==
	       STATUS_NO_MORE_ENTRIES);
	return 1;
}

static ULONG SharingTryRegistry(WDFDEVICE Device)
{
	static const ULONG number = 4711;
	struct {
		KEY_VALUE_PARTIAL_INFORMATION Head;
		UCHAR Rest[32];
	} value;
	RTL_QUERY_REGISTRY_TABLE table[3] = { 0 };
	UNICODE_STRING name, sub, text = { 0 };
	OBJECT_ATTRIBUTES attributes;
	ULONG length = 0, read = 0, missing = 5, disposition = 0;
	HANDLE key, below;
	WDFKEY parameters;

	/* A key of the framework's has a handle for these routines. */
	EXPECT(WdfDriverOpenParametersRegistryKey(WdfDeviceGetDriver(Device), KEY_ALL_ACCESS, WDF_NO_OBJECT_ATTRIBUTES,
						  &parameters) == STATUS_SUCCESS);
	RtlInitUnicodeString(&sub, L"Below");
	InitializeObjectAttributes(&attributes, &sub, OBJ_KERNEL_HANDLE, WdfRegistryWdmGetHandle(parameters), NULL);
	EXPECT(ZwOpenKey(&below, KEY_READ, &attributes) == STATUS_OBJECT_NAME_NOT_FOUND);
	EXPECT(ZwCreateKey(&below, KEY_ALL_ACCESS, &attributes, 0, NULL, 0, &disposition) == STATUS_SUCCESS);
	EXPECT(disposition == REG_CREATED_NEW_KEY);
	EXPECT(ZwCreateKey(&key, KEY_ALL_ACCESS, &attributes, 0, NULL, 0, &disposition) == STATUS_SUCCESS);
	EXPECT(disposition == REG_OPENED_EXISTING_KEY);
	EXPECT(ZwClose(key) == STATUS_SUCCESS && ZwClose(key) == STATUS_INVALID_HANDLE);

	RtlInitUnicodeString(&name, L"Number");
	EXPECT(ZwSetValueKey(below, &name, 0, REG_DWORD, (PVOID)&number, sizeof number) == STATUS_SUCCESS);
	EXPECT(ZwQueryValueKey(below, &name, KeyValuePartialInformation, &value, 4, &length) == STATUS_BUFFER_TOO_SMALL);
	EXPECT(length == 16);
	EXPECT(ZwQueryValueKey(below, &name, KeyValuePartialInformation, &value, 14, &length) == STATUS_BUFFER_OVERFLOW);
	EXPECT(ZwQueryValueKey(below, &name, KeyValuePartialInformation, &value, sizeof value, &length) ==
	       STATUS_SUCCESS);
	EXPECT(value.Head.Type == REG_DWORD && value.Head.DataLength == 4 && *(ULONG *)value.Head.Data == 4711);
	RtlInitUnicodeString(&sub, L"Hello");
	EXPECT(ZwSetValueKey(below, &sub, 0, REG_SZ, L"hello", 12) == STATUS_SUCCESS);

	table[0].Flags = RTL_QUERY_REGISTRY_DIRECT | RTL_QUERY_REGISTRY_REQUIRED;
	table[0].Name = L"Number";
	table[0].EntryContext = &read;
	table[1].Flags = RTL_QUERY_REGISTRY_DIRECT;
	table[1].Name = L"Hello";
	table[1].EntryContext = &text;
	EXPECT(RtlQueryRegistryValues(RTL_REGISTRY_HANDLE, (PCWSTR)below, table, NULL, NULL) == STATUS_SUCCESS);
	EXPECT(read == 4711 && text.Length == 10 && text.Buffer[4] == L'o');
	ExFreePool(text.Buffer);
	table[1].Name = L"Missing";
	table[1].EntryContext = &missing;
	table[1].DefaultType = REG_DWORD;
	table[1].DefaultData = (PVOID)&number;
	table[1].DefaultLength = sizeof number;
	EXPECT(RtlQueryRegistryValues(RTL_REGISTRY_HANDLE, (PCWSTR)below, table, NULL, NULL) == STATUS_SUCCESS);
	EXPECT(missing == 4711);

	EXPECT(SharingEnumerate(WdfRegistryWdmGetHandle(parameters), below) == 1);
	EXPECT(ZwDeleteValueKey(below, &name) == STATUS_SUCCESS);
	EXPECT(ZwQueryValueKey(below, &name, KeyValuePartialInformation, &value, sizeof value, &length) ==
	       STATUS_OBJECT_NAME_NOT_FOUND);
	EXPECT(RtlQueryRegistryValues(RTL_REGISTRY_HANDLE, (PCWSTR)below, table, NULL, NULL) ==
	       STATUS_OBJECT_NAME_NOT_FOUND);
	EXPECT(ZwDeleteKey(below) == STATUS_SUCCESS);
	EXPECT(ZwQueryValueKey(below, &name, KeyValuePartialInformation, &value, sizeof value, &length) ==
	       STATUS_KEY_DELETED);
#ifndef BREAK_KEY
	EXPECT(ZwClose(below) == STATUS_SUCCESS);
#endif
	WdfRegistryClose(parameters);
	return 1;
}

static VOID SharingControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
	WDFDEVICE device = WdfIoQueueGetDevice(Queue);
	DEVICE_CONTEXT *context = WdfObjectGet_DEVICE_CONTEXT(device);
	ULONG result = 0;

	UNREFERENCED_PARAMETER(OutputLength);
	UNREFERENCED_PARAMETER(InputLength);
	switch (Code) {
	case SHARE_LOCKS:
		result = SharingTryLocks(context);
		break;
	case SHARE_REMOVE:
		result = SharingTryRemoveLock(context);
		break;
	case SHARE_REGISTRY:
		result = SharingTryRegistry(device);
		break;
	}
	WdfRequestComplete(Request, (NTSTATUS)result);
}
