/*
 * The bell of the guide's chapter "From C": a read waits until somebody writes, and can be cancelled meanwhile. It has no
 * synchronization scope, but a spin lock of its own, and is right: the chapter sets the same driver in Rust beside it, and
 * shows what in it has to be right.
 *
 * What is broken on purpose:
 *   BREAK_LOCK     unmarking is not under the lock that the cancel callback takes
 *   BREAK_STOP     nobody answers for the request that waits when the device goes to sleep
 */
#include "bell.h"

#include <ntddk.h>
#include <wdf.h>

typedef struct _BELL {
	WDFSPINLOCK Lock;	/* of what is below */
	WDFREQUEST Waiting;	/* the read that waits, or NULL */
	ULONG Rung;		/* how often */
} BELL;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(BELL, BellOf)

static EVT_WDF_DRIVER_DEVICE_ADD BellDeviceAdd;
static EVT_WDF_IO_QUEUE_IO_READ BellRead;
static EVT_WDF_IO_QUEUE_IO_WRITE BellWrite;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL BellControl;
static EVT_WDF_IO_QUEUE_IO_STOP BellStop;
static EVT_WDF_REQUEST_CANCEL BellCancel;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, BellDeviceAdd);
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static NTSTATUS BellDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG config;
	WDFDEVICE device;
	WDFQUEUE queue;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);
	status = WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
	if (!NT_SUCCESS(status))
		return status;

	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchParallel);
	config.EvtIoRead = BellRead;
	config.EvtIoWrite = BellWrite;
	config.EvtIoDeviceControl = BellControl;
	config.EvtIoStop = BellStop;
#ifdef BREAK_STOP
	config.EvtIoStop = NULL;
#endif
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, BELL);
	status = WdfIoQueueCreate(device, &config, &attributes, &queue);
	if (!NT_SUCCESS(status))
		return status;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = queue;
	return WdfSpinLockCreate(&attributes, &BellOf(queue)->Lock);
}

static VOID BellRead(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	BELL *bell = BellOf(Queue);
	NTSTATUS status = STATUS_DEVICE_BUSY;

	UNREFERENCED_PARAMETER(Length);
	WdfSpinLockAcquire(bell->Lock);
	if (bell->Waiting == NULL) {
		/* Before it is marked: afterwards it may be gone. */
		bell->Waiting = Request;
		status = WdfRequestMarkCancelableEx(Request, BellCancel);
		if (!NT_SUCCESS(status))
			bell->Waiting = NULL;
	}
	WdfSpinLockRelease(bell->Lock);
	if (!NT_SUCCESS(status))
		WdfRequestComplete(Request, status);
}

static VOID BellCancel(WDFREQUEST Request)
{
	BELL *bell = BellOf(WdfRequestGetIoQueue(Request));

	WdfSpinLockAcquire(bell->Lock);
	if (bell->Waiting == Request)
		bell->Waiting = NULL;
	WdfSpinLockRelease(bell->Lock);
	WdfRequestComplete(Request, STATUS_CANCELLED);
}

#ifndef BREAK_LOCK
/* Takes the read that waits, unless its cancel callback is on the way: that completes it. */
static WDFREQUEST BellTake(BELL *Bell)
{
	WDFREQUEST request;

	WdfSpinLockAcquire(Bell->Lock);
	request = Bell->Waiting;
	Bell->Waiting = NULL;
	/* Under the lock, for which the callback waits: so the request is still there. */
	if (request != NULL && WdfRequestUnmarkCancelable(request) == STATUS_CANCELLED)
		request = NULL;
	WdfSpinLockRelease(Bell->Lock);
	return request;
}
#else
static WDFREQUEST BellTake(BELL *Bell)
{
	WDFREQUEST request;

	WdfSpinLockAcquire(Bell->Lock);
	request = Bell->Waiting;
	Bell->Waiting = NULL;
	WdfSpinLockRelease(Bell->Lock);
	if (request != NULL && WdfRequestUnmarkCancelable(request) == STATUS_CANCELLED)
		request = NULL;
	return request;
}
#endif

static VOID BellWrite(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	BELL *bell = BellOf(Queue);
	WDFREQUEST waiting = BellTake(bell);

	WdfSpinLockAcquire(bell->Lock);
	bell->Rung += 1;
	WdfSpinLockRelease(bell->Lock);
	/* With no lock held: completing may call this driver again. */
	if (waiting != NULL)
		WdfRequestComplete(waiting, STATUS_SUCCESS);
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, Length);
}

static VOID BellControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
	BELL *bell = BellOf(Queue);
	PVOID answer;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(OutputLength);
	UNREFERENCED_PARAMETER(InputLength);
	if (Code != IOCTL_BELL_RUNG) {
		WdfRequestComplete(Request, STATUS_INVALID_DEVICE_REQUEST);
		return;
	}
	status = WdfRequestRetrieveOutputBuffer(Request, sizeof(ULONG), &answer, NULL);
	if (!NT_SUCCESS(status)) {
		WdfRequestComplete(Request, status);
		return;
	}
	WdfSpinLockAcquire(bell->Lock);
	*(ULONG *)answer = bell->Rung;
	WdfSpinLockRelease(bell->Lock);
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, sizeof(ULONG));
}

/* The device is about to sleep, or goes away, while a read waits. */
static VOID BellStop(WDFQUEUE Queue, WDFREQUEST Request, ULONG Flags)
{
	WDFREQUEST waiting;

	if (Flags & WdfRequestStopActionSuspend) {
		WdfRequestStopAcknowledge(Request, FALSE);
		return;
	}
	waiting = BellTake(BellOf(Queue));
	if (waiting != NULL)
		WdfRequestComplete(waiting, STATUS_CANCELLED);
}
