/*
 * A driver for device controls: each transfer method, requests that wait in a manual queue until another completes them
 * from a work item, contexts on files and requests, pool memory that cleanup callbacks free, and a spin lock of the
 * kernel.
 *
 * What is broken on purpose:
 *   BREAK_POOL      the file's cleanup does not free its memory
 *   BREAK_LOCK      the spin lock is acquired twice
 *   BREAK_RETURN    a callback returns with the spin lock held
 *   BREAK_RELEASE   the spin lock is released twice
 *   BREAK_TWICE     a request is completed twice
 *   BREAK_FORGET    a request that was taken from the queue is not completed
 *   BREAK_NULL      NULL is written to
 *   BREAK_DIVIDE    a number is divided by zero
 *   BREAK_STACK     a function calls itself without an end
 *   BREAK_EVENT     an event is waited for that was not initialised
 *   BREAK_CHECK     KeBugCheckEx
 *   BREAK_LARGE     more information than there is buffer
 */
#include <ntddk.h>
#include <wdf.h>
#include "ioctl.h"

#define TAG 'ltcI'

typedef struct _DEVICE_CONTEXT {
	WDFQUEUE Waiting;
	WDFWORKITEM Worker;
	KSPIN_LOCK Lock;
	LIST_ENTRY Answers;
	LONG Powered;
} DEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, DeviceGetContext)

typedef struct _FILE_CONTEXT {
	PUCHAR Scratch;
	ULONG Calls;
} FILE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(FILE_CONTEXT, FileGetContext)

typedef struct _REQUEST_CONTEXT {
	ULONG Key;
} REQUEST_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(REQUEST_CONTEXT, RequestGetContext)

typedef struct _ANSWER {
	LIST_ENTRY Link;
	ULONG Value;
} ANSWER;

/* The driver's own account of what it allocated. */
static struct {
	LONG Files;
	LONG Answers;
	LONG Destroyed;
} Account;

static EVT_WDF_DRIVER_DEVICE_ADD IoctlDeviceAdd;
static EVT_WDF_DRIVER_UNLOAD IoctlUnload;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL IoctlControl;
static EVT_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE IoctlCanceledOnQueue;
static EVT_WDF_WORKITEM IoctlWork;
static EVT_WDF_DEVICE_FILE_CREATE IoctlFileCreate;
static EVT_WDF_FILE_CLOSE IoctlFileClose;
static EVT_WDF_FILE_CLEANUP IoctlFileCleanup;
static EVT_WDF_OBJECT_CONTEXT_CLEANUP IoctlFileContextCleanup;
static EVT_WDF_OBJECT_CONTEXT_DESTROY IoctlRequestDestroy;
static EVT_WDF_OBJECT_CONTEXT_CLEANUP IoctlDeviceCleanup;
static EVT_WDF_DEVICE_D0_ENTRY IoctlD0Entry;
static EVT_WDF_DEVICE_D0_EXIT IoctlD0Exit;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	if (Account.Files || Account.Answers || Account.Destroyed)
		return STATUS_UNSUCCESSFUL;
	WDF_DRIVER_CONFIG_INIT(&config, IoctlDeviceAdd);
	config.EvtDriverUnload = IoctlUnload;
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static VOID IoctlUnload(WDFDRIVER Driver)
{
	UNREFERENCED_PARAMETER(Driver);
	DbgPrint("ioctl: %d files, %d answers left, requests destroyed: %s\n", Account.Files, Account.Answers,
		 Account.Destroyed ? "some" : "none");
}

static NTSTATUS IoctlDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
	WDF_FILEOBJECT_CONFIG files;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG queue;
	WDF_WORKITEM_CONFIG work;
	DEVICE_CONTEXT *context;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
	callbacks.EvtDeviceD0Entry = IoctlD0Entry;
	callbacks.EvtDeviceD0Exit = IoctlD0Exit;
	WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &callbacks);

	WDF_FILEOBJECT_CONFIG_INIT(&files, IoctlFileCreate, IoctlFileClose, IoctlFileCleanup);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, FILE_CONTEXT);
	attributes.EvtCleanupCallback = IoctlFileContextCleanup;
	WdfDeviceInitSetFileObjectConfig(DeviceInit, &files, &attributes);

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, REQUEST_CONTEXT);
	attributes.EvtDestroyCallback = IoctlRequestDestroy;
	WdfDeviceInitSetRequestAttributes(DeviceInit, &attributes);

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
	attributes.EvtCleanupCallback = IoctlDeviceCleanup;
	status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	context = DeviceGetContext(device);
	KeInitializeSpinLock(&context->Lock);
	InitializeListHead(&context->Answers);

	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queue, WdfIoQueueDispatchParallel);
	queue.EvtIoDeviceControl = IoctlControl;
	status = WdfIoQueueCreate(device, &queue, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT(&queue, WdfIoQueueDispatchManual);
	queue.EvtIoCanceledOnQueue = IoctlCanceledOnQueue;
	status = WdfIoQueueCreate(device, &queue, WDF_NO_OBJECT_ATTRIBUTES, &context->Waiting);
	if (!NT_SUCCESS(status))
		return status;

	WDF_WORKITEM_CONFIG_INIT(&work, IoctlWork);
	work.AutomaticSerialization = FALSE;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = device;
	return WdfWorkItemCreate(&work, &attributes, &context->Worker);
}

static NTSTATUS IoctlD0Entry(WDFDEVICE Device, WDF_POWER_DEVICE_STATE PreviousState)
{
	UNREFERENCED_PARAMETER(PreviousState);
	DeviceGetContext(Device)->Powered++;
	return STATUS_SUCCESS;
}

static NTSTATUS IoctlD0Exit(WDFDEVICE Device, WDF_POWER_DEVICE_STATE TargetState)
{
	UNREFERENCED_PARAMETER(TargetState);
	DeviceGetContext(Device)->Powered--;
	return STATUS_SUCCESS;
}

static VOID IoctlDeviceCleanup(WDFOBJECT Object)
{
	DEVICE_CONTEXT *context = DeviceGetContext(Object);

	while (!IsListEmpty(&context->Answers)) {
		ExFreePoolWithTag(CONTAINING_RECORD(RemoveHeadList(&context->Answers), ANSWER, Link), TAG);
		Account.Answers--;
	}
}

static VOID IoctlFileCreate(WDFDEVICE Device, WDFREQUEST Request, WDFFILEOBJECT FileObject)
{
	FILE_CONTEXT *context = FileGetContext(FileObject);

	UNREFERENCED_PARAMETER(Device);
	context->Scratch = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, TAG);
	if (!context->Scratch) {
		WdfRequestComplete(Request, STATUS_INSUFFICIENT_RESOURCES);
		return;
	}
	Account.Files++;
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

static VOID IoctlFileCleanup(WDFFILEOBJECT FileObject)
{
	DbgPrint("ioctl: cleanup after %u calls\n", FileGetContext(FileObject)->Calls);
}

static VOID IoctlFileClose(WDFFILEOBJECT FileObject)
{
	UNREFERENCED_PARAMETER(FileObject);
	Account.Files--;
}

static VOID IoctlFileContextCleanup(WDFOBJECT Object)
{
#ifdef BREAK_POOL
	UNREFERENCED_PARAMETER(Object);
#else
	FILE_CONTEXT *context = FileGetContext(Object);
	if (context->Scratch)
		ExFreePoolWithTag(context->Scratch, TAG);
#endif
}

static VOID IoctlRequestDestroy(WDFOBJECT Object)
{
	if (RequestGetContext(Object)->Key)
		Account.Destroyed++;
}

#ifdef BREAK_STACK
static ULONG IoctlDescend(volatile UCHAR *Before)
{
	volatile UCHAR here[4096];
	here[0] = *Before;
	return IoctlDescend(here) + here[1];
}
#endif

/* Another request waits to be answered: the work item does it. */
static VOID IoctlAnswer(DEVICE_CONTEXT *Context, WDFREQUEST Request)
{
	ANSWER *answer;
	PULONG value;
	NTSTATUS status = WdfRequestRetrieveInputBuffer(Request, sizeof *value, (PVOID *)&value, NULL);
	KIRQL irql;

	if (!NT_SUCCESS(status)) {
		WdfRequestComplete(Request, status);
		return;
	}
	answer = ExAllocatePoolWithTag(NonPagedPoolNx, sizeof *answer, TAG);
	if (!answer) {
		WdfRequestComplete(Request, STATUS_INSUFFICIENT_RESOURCES);
		return;
	}
	answer->Value = *value;
	KeAcquireSpinLock(&Context->Lock, &irql);
#ifdef BREAK_LOCK
	KeAcquireSpinLock(&Context->Lock, &irql);
#endif
	Account.Answers++;
	InsertTailList(&Context->Answers, &answer->Link);
#ifndef BREAK_RETURN
	KeReleaseSpinLock(&Context->Lock, irql);
#endif
#ifdef BREAK_RELEASE
	KeReleaseSpinLock(&Context->Lock, irql);
#endif
	WdfWorkItemEnqueue(Context->Worker);
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

static VOID IoctlWork(WDFWORKITEM WorkItem)
{
	DEVICE_CONTEXT *context = DeviceGetContext(WdfWorkItemGetParentObject(WorkItem));

	for (;;) {
		WDFREQUEST request;
		ANSWER *answer = NULL;
		PULONG output;
		KIRQL irql;
		NTSTATUS status;

		KeAcquireSpinLock(&context->Lock, &irql);
		if (!IsListEmpty(&context->Answers)) {
			answer = CONTAINING_RECORD(RemoveHeadList(&context->Answers), ANSWER, Link);
			Account.Answers--;
		}
		KeReleaseSpinLock(&context->Lock, irql);
		if (!answer)
			return;
		status = WdfIoQueueRetrieveNextRequest(context->Waiting, &request);
		if (!NT_SUCCESS(status)) {
			/* Nobody waits for it any more. */
			ExFreePoolWithTag(answer, TAG);
			continue;
		}
#ifdef BREAK_FORGET
		ExFreePoolWithTag(answer, TAG);
		return;
#endif
		status = WdfRequestRetrieveOutputBuffer(request, sizeof *output, (PVOID *)&output, NULL);
		if (NT_SUCCESS(status))
			*output = answer->Value + RequestGetContext(request)->Key;
		ExFreePoolWithTag(answer, TAG);
		WdfRequestCompleteWithInformation(request, status, NT_SUCCESS(status) ? sizeof *output : 0);
	}
}

static VOID IoctlCanceledOnQueue(WDFQUEUE Queue, WDFREQUEST Request)
{
	UNREFERENCED_PARAMETER(Queue);
	DbgPrint("ioctl: key %u gave up\n", RequestGetContext(Request)->Key);
	WdfRequestComplete(Request, STATUS_CANCELLED);
}

static VOID IoctlReverse(WDFREQUEST Request, FILE_CONTEXT *File)
{
	PUCHAR input, output;
	size_t length, room;
	NTSTATUS status = WdfRequestRetrieveInputBuffer(Request, 1, (PVOID *)&input, &length);

	if (NT_SUCCESS(status))
		status = WdfRequestRetrieveOutputBuffer(Request, length, (PVOID *)&output, &room);
	if (NT_SUCCESS(status) && length > 64)
		status = STATUS_INVALID_PARAMETER;
	if (!NT_SUCCESS(status)) {
		WdfRequestComplete(Request, status);
		return;
	}
	/* Input and output are one memory. */
	RtlCopyMemory(File->Scratch, input, length);
	for (size_t i = 0; i < length; i++)
		output[i] = File->Scratch[length - 1 - i];
#ifdef BREAK_LARGE
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, room + 1);
#else
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, length);
#endif
#ifdef BREAK_TWICE
	WdfRequestComplete(Request, STATUS_SUCCESS);
#endif
}

/* The caller's large buffer is the output of METHOD_OUT_DIRECT, and a second input of METHOD_IN_DIRECT. */
static VOID IoctlDirect(WDFREQUEST Request, BOOLEAN Fill)
{
	PUCHAR key, data;
	size_t length;
	NTSTATUS status = WdfRequestRetrieveInputBuffer(Request, 1, (PVOID *)&key, NULL);

	if (NT_SUCCESS(status))
		status = WdfRequestRetrieveOutputBuffer(Request, 1, (PVOID *)&data, &length);
	if (!NT_SUCCESS(status)) {
		WdfRequestComplete(Request, status);
		return;
	}
	for (size_t i = 0; i < length; i++)
		if (Fill)
			data[i] = (UCHAR)(*key + i);
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, length);
}

/* Seen outside of the caller's context, its addresses are of no use: the framework does not hand them out. */
static VOID IoctlNeither(WDFREQUEST Request)
{
	WDF_REQUEST_PARAMETERS parameters;
	PVOID buffer;
	NTSTATUS status;

	WDF_REQUEST_PARAMETERS_INIT(&parameters);
	WdfRequestGetParameters(Request, &parameters);
	status = WdfRequestRetrieveInputBuffer(Request, 0, &buffer, NULL);
	if (NT_SUCCESS(status) || parameters.Type != WdfRequestTypeDeviceControl ||
	    parameters.Parameters.DeviceIoControl.IoControlCode != IOCTL_NEITHER)
		status = STATUS_UNSUCCESSFUL;
	WdfRequestCompleteWithInformation(Request, status, parameters.Parameters.DeviceIoControl.InputBufferLength);
}

static VOID IoctlBreak(WDFREQUEST Request)
{
#ifdef BREAK_NULL
	*(volatile ULONG *)8 = 1;
#endif
#ifdef BREAK_DIVIDE
	volatile ULONG zero = 0;
	zero = 1000 / zero;
#endif
#ifdef BREAK_STACK
	UCHAR first = 0;
	IoctlDescend(&first);
#endif
#ifdef BREAK_EVENT
	KEVENT event;
	KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
#endif
#ifdef BREAK_CHECK
	KeBugCheckEx(0xE2, 1, 2, 3, 4);
#endif
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

static VOID IoctlControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
	DEVICE_CONTEXT *context = DeviceGetContext(WdfIoQueueGetDevice(Queue));
	FILE_CONTEXT *file = FileGetContext(WdfRequestGetFileObject(Request));
	PULONG key;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(OutputLength);
	UNREFERENCED_PARAMETER(InputLength);
	__atomic_add_fetch(&file->Calls, 1, __ATOMIC_RELAXED);
	if (context->Powered != 1) {
		WdfRequestComplete(Request, STATUS_UNSUCCESSFUL);
		return;
	}
	switch (Code) {
	case IOCTL_REVERSE:
		IoctlReverse(Request, file);
		break;
	case IOCTL_IN_DIRECT:
		IoctlDirect(Request, FALSE);
		break;
	case IOCTL_OUT_DIRECT:
		IoctlDirect(Request, TRUE);
		break;
	case IOCTL_NEITHER:
		IoctlNeither(Request);
		break;
	case IOCTL_WAIT:
		status = WdfRequestRetrieveInputBuffer(Request, sizeof *key, (PVOID *)&key, NULL);
		if (NT_SUCCESS(status)) {
			RequestGetContext(Request)->Key = *key;
			status = WdfRequestForwardToIoQueue(Request, context->Waiting);
		}
		if (!NT_SUCCESS(status))
			WdfRequestComplete(Request, status);
		break;
	case IOCTL_ANSWER:
		IoctlAnswer(context, Request);
		break;
	case IOCTL_BREAK:
		IoctlBreak(Request);
		break;
	default:
		WdfRequestComplete(Request, STATUS_INVALID_DEVICE_REQUEST);
	}
}
