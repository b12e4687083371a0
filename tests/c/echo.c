/*
 * An echo driver, of the kind that the framework's first sample is: what is written can be read again. Each request
 * waits, cancelable, until a timer completes it; the timer and the queue's callbacks exclude each other by the queue's
 * own lock.
 *
 * What is broken on purpose:
 *   BREAK_UNMARK   the timer completes the request without unmarking it
 *   BREAK_CANCEL   the cancel callback leaves the request where the timer finds it
 *   BREAK_FORGET   the cancel callback does not complete the request
 *   BREAK_SERIAL   the timer does not take the queue's lock, as in the WDK's echo sample (AutoSync)
 */
#include <ntddk.h>
#include <wdf.h>

#define ECHO_TAG 'ohcE'
#define LONGEST 256
#define DELAY_MS 10

typedef struct _QUEUE_CONTEXT {
	WDFMEMORY Stored;
	size_t StoredLength;
	WDFREQUEST Current;
	NTSTATUS CurrentStatus;
	size_t CurrentLength;
	WDFTIMER Timer;
} QUEUE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(QUEUE_CONTEXT, QueueGetContext)

/* Static data as drivers have it: each load must find it as it was linked. */
static LONG Loads;
static LONG LoadsBefore = 41;
static UNICODE_STRING LinkName;
static WCHAR LinkBuffer[] = L"\\DosDevices\\Echo";

static const GUID InterfaceGuid = { 0x0d7e9b42, 0x51c4, 0x4f0e, { 0x9a, 0x11, 0x52, 0x6e, 0x3c, 0x80, 0x44, 0x7d } };

static EVT_WDF_DRIVER_DEVICE_ADD EchoDeviceAdd;
static EVT_WDF_DRIVER_UNLOAD EchoUnload;
static EVT_WDF_IO_QUEUE_IO_READ EchoRead;
static EVT_WDF_IO_QUEUE_IO_WRITE EchoWrite;
static EVT_WDF_REQUEST_CANCEL EchoCancel;
static EVT_WDF_TIMER EchoTimer;
static EVT_WDF_DEVICE_SELF_MANAGED_IO EchoSuspend;
static EVT_WDF_DEVICE_SELF_MANAGED_IO EchoRestart;
static EVT_WDF_OBJECT_CONTEXT_DESTROY EchoQueueDestroy;
static EVT_WDF_IO_QUEUE_IO_STOP EchoStop;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;
	NTSTATUS status;

	if (Loads++ != 0 || LoadsBefore++ != 41 || LinkName.Buffer || LinkBuffer[1] != L'D')
		return STATUS_UNSUCCESSFUL;
	RtlInitUnicodeString(&LinkName, LinkBuffer);
	LinkBuffer[1] = L'd';

	WDF_DRIVER_CONFIG_INIT(&config, EchoDeviceAdd);
	config.EvtDriverUnload = EchoUnload;
	status = WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
	KdPrint(("echo: %wZ loaded as %wZ, status 0x%08x\n", RegistryPath, &LinkName, status));
	return status;
}

static VOID EchoUnload(WDFDRIVER Driver)
{
	KdPrint(("echo: unloaded, %d loads, handle is ours: %d\n", Loads, Driver == WdfGetDriver()));
}

static NTSTATUS EchoQueueInitialize(WDFDEVICE Device)
{
	WDF_IO_QUEUE_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_TIMER_CONFIG timer;
	WDFQUEUE queue;
	NTSTATUS status;

	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchSequential);
	config.EvtIoRead = EchoRead;
	config.EvtIoWrite = EchoWrite;
	config.EvtIoStop = EchoStop;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, QUEUE_CONTEXT);
	attributes.SynchronizationScope = WdfSynchronizationScopeQueue;
	attributes.EvtDestroyCallback = EchoQueueDestroy;
	status = WdfIoQueueCreate(Device, &config, &attributes, &queue);
	if (!NT_SUCCESS(status))
		return status;

	WDF_TIMER_CONFIG_INIT(&timer, EchoTimer);
#ifdef BREAK_SERIAL
	timer.AutomaticSerialization = FALSE;
#endif
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = queue;
	return WdfTimerCreate(&timer, &attributes, &QueueGetContext(queue)->Timer);
}

static NTSTATUS EchoDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
	callbacks.EvtDeviceSelfManagedIoSuspend = EchoSuspend;
	callbacks.EvtDeviceSelfManagedIoRestart = EchoRestart;
	WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &callbacks);
	status = WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
	if (!NT_SUCCESS(status))
		return status;
	status = WdfDeviceCreateDeviceInterface(device, &InterfaceGuid, NULL);
	if (!NT_SUCCESS(status))
		return status;
	return EchoQueueInitialize(device);
}

static NTSTATUS EchoSuspend(WDFDEVICE Device)
{
	KdPrint(("echo: suspended, device %p\n", (PVOID)Device));
	return STATUS_SUCCESS;
}

static NTSTATUS EchoRestart(WDFDEVICE Device)
{
	UNREFERENCED_PARAMETER(Device);
	return STATUS_SUCCESS;
}

static VOID EchoQueueDestroy(WDFOBJECT Object)
{
	QUEUE_CONTEXT *context = QueueGetContext(Object);
	if (context->Stored) {
		WdfObjectDelete(context->Stored);
		context->Stored = NULL;
	}
}

/* The request is ready, and waits for the timer. */
static VOID EchoPend(WDFQUEUE Queue, WDFREQUEST Request, NTSTATUS Status, size_t Length)
{
	QUEUE_CONTEXT *context = QueueGetContext(Queue);
	NTSTATUS status;

	context->Current = Request;
	context->CurrentStatus = Status;
	context->CurrentLength = Length;
	status = WdfRequestMarkCancelableEx(Request, EchoCancel);
	if (!NT_SUCCESS(status)) {
		context->Current = NULL;
		WdfRequestComplete(Request, status);
		return;
	}
	WdfTimerStart(context->Timer, WDF_REL_TIMEOUT_IN_MS(DELAY_MS));
}

static VOID EchoRead(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	QUEUE_CONTEXT *context = QueueGetContext(Queue);
	WDFMEMORY memory;
	NTSTATUS status;

	if (!context->Stored) {
		WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, 0);
		return;
	}
	if (Length > context->StoredLength)
		Length = context->StoredLength;
	status = WdfRequestRetrieveOutputMemory(Request, &memory);
	if (NT_SUCCESS(status))
		status = WdfMemoryCopyFromBuffer(memory, 0, WdfMemoryGetBuffer(context->Stored, NULL), Length);
	if (!NT_SUCCESS(status)) {
		WdfRequestComplete(Request, status);
		return;
	}
	EchoPend(Queue, Request, STATUS_SUCCESS, Length);
}

static VOID EchoWrite(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	QUEUE_CONTEXT *context = QueueGetContext(Queue);
	WDFMEMORY input, stored;
	PVOID buffer;
	NTSTATUS status;

	if (Length > LONGEST) {
		KdPrint(("echo: %Iu bytes are too many\n", Length));
		WdfRequestComplete(Request, STATUS_BUFFER_OVERFLOW);
		return;
	}
	status = WdfRequestRetrieveInputMemory(Request, &input);
	if (NT_SUCCESS(status))
		status = WdfMemoryCreate(WDF_NO_OBJECT_ATTRIBUTES, NonPagedPoolNx, ECHO_TAG, Length, &stored, &buffer);
	if (!NT_SUCCESS(status)) {
		WdfRequestComplete(Request, status);
		return;
	}
	status = WdfMemoryCopyToBuffer(input, 0, buffer, Length);
	if (!NT_SUCCESS(status)) {
		WdfObjectDelete(stored);
		WdfRequestComplete(Request, status);
		return;
	}
	if (context->Stored)
		WdfObjectDelete(context->Stored);
	context->Stored = stored;
	context->StoredLength = Length;
	EchoPend(Queue, Request, STATUS_SUCCESS, Length);
}

static VOID EchoCancel(WDFREQUEST Request)
{
	QUEUE_CONTEXT *context = QueueGetContext(WdfRequestGetIoQueue(Request));
#ifndef BREAK_CANCEL
	context->Current = NULL;
#endif
#ifdef BREAK_FORGET
	UNREFERENCED_PARAMETER(context);
#else
	UNREFERENCED_PARAMETER(context);
	WdfRequestCompleteWithInformation(Request, STATUS_CANCELLED, 0);
#endif
}

static VOID EchoTimer(WDFTIMER Timer)
{
	QUEUE_CONTEXT *context = QueueGetContext(WdfTimerGetParentObject(Timer));
	WDFREQUEST request = context->Current;

	if (!request)
		return;
#ifdef BREAK_UNMARK
	context->Current = NULL;
	WdfRequestCompleteWithInformation(request, context->CurrentStatus, context->CurrentLength);
#else
	if (WdfRequestUnmarkCancelable(request) != STATUS_CANCELLED) {
		context->Current = NULL;
		WdfRequestCompleteWithInformation(request, context->CurrentStatus, context->CurrentLength);
	}
#endif
}

/* The timer goes on without power: the request may wait through a suspension, and is given back on removal. */
static VOID EchoStop(WDFQUEUE Queue, WDFREQUEST Request, ULONG ActionFlags)
{
	QUEUE_CONTEXT *context = QueueGetContext(Queue);

	if (ActionFlags & WdfRequestStopActionSuspend) {
		WdfRequestStopAcknowledge(Request, FALSE);
		return;
	}
	if ((ActionFlags & WdfRequestStopRequestCancelable) && context->Current == Request &&
	    WdfRequestUnmarkCancelable(Request) != STATUS_CANCELLED) {
		context->Current = NULL;
		WdfRequestCompleteWithInformation(Request, STATUS_CANCELLED, 0);
	}
}
