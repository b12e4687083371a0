/*
 * A driver that sends requests on: its applications' to the driver below, with a completion routine, and requests of its
 * own to a driver that it opens by name, waiting for one, and leaving another there until it is cancelled.
 *
 * What is broken on purpose:
 *   BREAK_FORGET    the completion routine does not complete the application's request
 *   BREAK_TWICE     the request is completed though it was sent
 *   BREAK_FORMAT    the request is sent without being formatted
 *   BREAK_REUSE     the driver's own request is reused while it is out
 *   BREAK_DELETE    the driver's own request is deleted while it is out
 *   BREAK_ROUTINE   the application's request is sent without a completion routine
 *   BREAK_LOCK      the named driver is waited for under a spin lock
 */
#include <ntddk.h>
#include <wdf.h>

#include "sender.h"

typedef struct _DEVICE_CONTEXT {
	WDFIOTARGET Oracle;
	WDFREQUEST Posted;
	WDFMEMORY Answer;
	WDFSPINLOCK Lock;
	/* Both under the lock. */
	BOOLEAN Out;
	NTSTATUS Status;
} DEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, SenderGetContext)

static EVT_WDF_DRIVER_DEVICE_ADD SenderDeviceAdd;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL SenderControl;
static EVT_WDF_REQUEST_COMPLETION_ROUTINE SenderCameBack, SenderAnswered;
static EVT_WDF_DEVICE_SELF_MANAGED_IO SenderStart;
static EVT_WDF_DEVICE_SELF_MANAGED_IO_END SenderEnd;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, SenderDeviceAdd);
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static NTSTATUS SenderDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_PNPPOWER_EVENT_CALLBACKS power;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG queue;
	DEVICE_CONTEXT *context;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);
	WdfFdoInitSetFilter(DeviceInit);
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&power);
	power.EvtDeviceSelfManagedIoInit = SenderStart;
	power.EvtDeviceSelfManagedIoCleanup = SenderEnd;
	WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &power);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
	status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	context = SenderGetContext(device);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = device;
	status = WdfSpinLockCreate(&attributes, &context->Lock);
	if (NT_SUCCESS(status))
		status = WdfMemoryCreate(&attributes, NonPagedPoolNx, 'dneS', sizeof(ULONG), &context->Answer, NULL);
	if (NT_SUCCESS(status))
		status = WdfIoTargetCreate(device, &attributes, &context->Oracle);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queue, WdfIoQueueDispatchParallel);
	queue.EvtIoDeviceControl = SenderControl;
	return WdfIoQueueCreate(device, &queue, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

static NTSTATUS SenderStart(WDFDEVICE Device)
{
	DEVICE_CONTEXT *context = SenderGetContext(Device);
	WDF_IO_TARGET_OPEN_PARAMS params;
	WDF_OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;
	NTSTATUS status;

	RtlInitUnicodeString(&name, L"\\Device\\Oracle");
	WDF_IO_TARGET_OPEN_PARAMS_INIT_OPEN_BY_NAME(&params, &name, 0xC0000000);
	status = WdfIoTargetOpen(context->Oracle, &params);
	if (!NT_SUCCESS(status))
		return status;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device;
	return WdfRequestCreate(&attributes, context->Oracle, &context->Posted);
}

/* The target's own deletion cancels what is out, and waits for it. */
static VOID SenderEnd(WDFDEVICE Device)
{
	DEVICE_CONTEXT *context = SenderGetContext(Device);

	WdfIoTargetClose(context->Oracle);
}

static VOID SenderCameBack(WDFREQUEST Request, WDFIOTARGET Target, PWDF_REQUEST_COMPLETION_PARAMS Params,
			   WDFCONTEXT Context)
{
	UNREFERENCED_PARAMETER(Target);
	UNREFERENCED_PARAMETER(Context);
	DbgPrint("sender: came back with %08x\n", Params->IoStatus.Status);
#ifdef BREAK_FORGET
	if (NT_SUCCESS(Params->IoStatus.Status))
		return;
#endif
	WdfRequestCompleteWithInformation(Request, Params->IoStatus.Status, Params->IoStatus.Information);
}

static VOID SenderForward(WDFDEVICE Device, WDFREQUEST Request)
{
#ifndef BREAK_FORMAT
	WdfRequestFormatRequestUsingCurrentType(Request);
#endif
#ifdef BREAK_ROUTINE
	if (!WdfDeviceGetIoTarget(Device))
#endif
		WdfRequestSetCompletionRoutine(Request, SenderCameBack, NULL);
	if (!WdfRequestSend(Request, WdfDeviceGetIoTarget(Device), NULL)) {
		WdfRequestComplete(Request, WdfRequestGetStatus(Request));
		return;
	}
#ifdef BREAK_TWICE
	WdfRequestComplete(Request, STATUS_SUCCESS);
#endif
}

static VOID SenderAsk(DEVICE_CONTEXT *Context, WDFREQUEST Request)
{
	WDF_MEMORY_DESCRIPTOR question, answer;
	WDF_REQUEST_SEND_OPTIONS options;
	ULONG_PTR length = 0;
	PVOID input, output;
	size_t inputLength, outputLength;
	NTSTATUS status;

	status = WdfRequestRetrieveInputBuffer(Request, 1, &input, &inputLength);
	if (NT_SUCCESS(status))
		status = WdfRequestRetrieveOutputBuffer(Request, 1, &output, &outputLength);
	if (NT_SUCCESS(status)) {
		WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&question, input, (ULONG)inputLength);
		WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&answer, output, (ULONG)outputLength);
		WDF_REQUEST_SEND_OPTIONS_INIT(&options, WDF_REQUEST_SEND_OPTION_SYNCHRONOUS);
		WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&options, WDF_REL_TIMEOUT_IN_MS(SENDER_PATIENCE));
#ifdef BREAK_LOCK
		WdfSpinLockAcquire(Context->Lock);
#endif
		status = WdfIoTargetSendIoctlSynchronously(Context->Oracle, NULL, SENDER_QUESTION, &question, &answer,
							   &options, &length);
#ifdef BREAK_LOCK
		WdfSpinLockRelease(Context->Lock);
#endif
	}
	WdfRequestCompleteWithInformation(Request, status, NT_SUCCESS(status) ? length : 0);
}

static VOID SenderAnswered(WDFREQUEST Request, WDFIOTARGET Target, PWDF_REQUEST_COMPLETION_PARAMS Params,
			   WDFCONTEXT Context)
{
	DEVICE_CONTEXT *context = Context;
	ULONG answer;

	UNREFERENCED_PARAMETER(Request);
	UNREFERENCED_PARAMETER(Target);
	if (Params->Type == WdfRequestTypeDeviceControl &&
	    Params->Parameters.Ioctl.Output.Buffer == context->Answer && NT_SUCCESS(Params->IoStatus.Status)) {
		WdfMemoryCopyToBuffer(context->Answer, 0, &answer, sizeof answer);
		DbgPrint("sender: the answer is %u\n", answer);
	}
	WdfSpinLockAcquire(context->Lock);
	context->Out = FALSE;
	context->Status = Params->IoStatus.Status;
	WdfSpinLockRelease(context->Lock);
}

static VOID SenderPost(DEVICE_CONTEXT *Context, WDFREQUEST Request)
{
	WDF_REQUEST_REUSE_PARAMS reuse;
	BOOLEAN out;
	NTSTATUS status;

	WdfSpinLockAcquire(Context->Lock);
	out = Context->Out;
	Context->Out = TRUE;
	WdfSpinLockRelease(Context->Lock);
	if (out) {
		WdfRequestComplete(Request, STATUS_DEVICE_BUSY);
		return;
	}
	WDF_REQUEST_REUSE_PARAMS_INIT(&reuse, 0, STATUS_SUCCESS);
	status = WdfRequestReuse(Context->Posted, &reuse);
	if (NT_SUCCESS(status))
		status = WdfIoTargetFormatRequestForIoctl(Context->Oracle, Context->Posted, SENDER_QUESTION, NULL, NULL,
							  Context->Answer, NULL);
	if (NT_SUCCESS(status)) {
		WdfRequestSetCompletionRoutine(Context->Posted, SenderAnswered, Context);
		if (!WdfRequestSend(Context->Posted, Context->Oracle, NULL))
			status = WdfRequestGetStatus(Context->Posted);
	}
	if (!NT_SUCCESS(status)) {
		WdfSpinLockAcquire(Context->Lock);
		Context->Out = FALSE;
		WdfSpinLockRelease(Context->Lock);
	}
#ifdef BREAK_REUSE
	WdfRequestReuse(Context->Posted, &reuse);
#endif
#ifdef BREAK_DELETE
	WdfObjectDelete(Context->Posted);
#endif
	WdfRequestComplete(Request, status);
}

static VOID SenderControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
	WDFDEVICE device = WdfIoQueueGetDevice(Queue);
	DEVICE_CONTEXT *context = SenderGetContext(device);

	UNREFERENCED_PARAMETER(OutputLength);
	UNREFERENCED_PARAMETER(InputLength);
	switch (Code) {
	case SENDER_FORWARD:
		SenderForward(device, Request);
		break;
	case SENDER_ASK:
		SenderAsk(context, Request);
		break;
	case SENDER_POST:
		SenderPost(context, Request);
		break;
	case SENDER_CANCEL:
		WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS,
						  WdfRequestCancelSentRequest(context->Posted));
		break;
	default:
		WdfRequestComplete(Request, STATUS_INVALID_DEVICE_REQUEST);
	}
}
