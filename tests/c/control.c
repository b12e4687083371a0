/*
 * A driver without hardware: no device of the PnP manager's, but a control device with a name and a symbolic link, that
 * reverses what it is sent, by each of the four methods, and is deleted when it is told to.
 *
 * What is broken on purpose:
 *   BREAK_FINISH   the device is not finished, so nobody can open it
 *   BREAK_TWICE    the device is deleted twice
 *   BREAK_HERE     the device is deleted in a callback of its own queue, for whose end the deletion waits
 *   BREAK_BOUNDS   the input's length is taken for the output's
 *   BREAK_INIT     the init is freed after the device was made of it
 *   BREAK_FORGET   a request of METHOD_NEITHER, which is looked at in its caller's context, is not completed
 */
#include <ntddk.h>
#include <wdf.h>

#include "control.h"

typedef struct _CONTROL_CONTEXT {
	ULONG Opens, Closes;
	BOOLEAN Going;
} CONTROL_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(CONTROL_CONTEXT, ControlGetContext)

static IO_WORKITEM_ROUTINE ControlGo;
static EVT_WDF_DRIVER_UNLOAD ControlUnload;
static EVT_WDF_DEVICE_FILE_CREATE ControlFileCreate;
static EVT_WDF_FILE_CLOSE ControlFileClose;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL ControlIoctl;
static EVT_WDF_IO_IN_CALLER_CONTEXT ControlInCallerContext;
static EVT_WDF_DEVICE_SHUTDOWN_NOTIFICATION ControlShutdown;
static EVT_WDF_OBJECT_CONTEXT_CLEANUP ControlCleanup;

static NTSTATUS ControlCreate(WDFDRIVER Driver)
{
	UNICODE_STRING sddl, name, link;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_FILEOBJECT_CONFIG files;
	WDF_IO_QUEUE_CONFIG queue;
	PWDFDEVICE_INIT init;
	WDFDEVICE device;
	NTSTATUS status;

	RtlInitUnicodeString(&sddl, L"D:P(A;;GA;;;SY)(A;;GA;;;BA)");
	RtlInitUnicodeString(&name, L"\\Device\\ReverseControl");
	RtlInitUnicodeString(&link, L"\\DosDevices\\ReverseControl");
	init = WdfControlDeviceInitAllocate(Driver, &sddl);
	if (!init)
		return STATUS_INSUFFICIENT_RESOURCES;
	WdfDeviceInitSetExclusive(init, TRUE);
	WdfControlDeviceInitSetShutdownNotification(init, ControlShutdown, WdfDeviceShutdown);
	WdfDeviceInitSetIoInCallerContextCallback(init, ControlInCallerContext);
	WDF_FILEOBJECT_CONFIG_INIT(&files, ControlFileCreate, ControlFileClose, NULL);
	WdfDeviceInitSetFileObjectConfig(init, &files, WDF_NO_OBJECT_ATTRIBUTES);
	status = WdfDeviceInitAssignName(init, &name);
	if (!NT_SUCCESS(status)) {
		WdfDeviceInitFree(init);
		return status;
	}
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, CONTROL_CONTEXT);
	attributes.EvtCleanupCallback = ControlCleanup;
	status = WdfDeviceCreate(&init, &attributes, &device);
	if (!NT_SUCCESS(status)) {
		WdfDeviceInitFree(init);
		return status;
	}
	status = WdfDeviceCreateSymbolicLink(device, &link);
	if (NT_SUCCESS(status)) {
		WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queue, WdfIoQueueDispatchParallel);
		queue.EvtIoDeviceControl = ControlIoctl;
		status = WdfIoQueueCreate(device, &queue, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
	}
	if (!NT_SUCCESS(status)) {
		WdfObjectDelete(device);
		return status;
	}
#ifdef BREAK_INIT
	/* WdfDeviceCreate has set it to NULL. */
	WdfDeviceInitFree(init);
#endif
#ifndef BREAK_FINISH
	WdfControlFinishInitializing(device);
#endif
	return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;
	WDFDRIVER driver;
	NTSTATUS status;

	WDF_DRIVER_CONFIG_INIT(&config, NULL);
	config.DriverInitFlags = WdfDriverInitNonPnpDriver;
	config.EvtDriverUnload = ControlUnload;
	status = WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, &driver);
	return NT_SUCCESS(status) ? ControlCreate(driver) : status;
}

static VOID ControlUnload(WDFDRIVER Driver)
{
	UNREFERENCED_PARAMETER(Driver);
	DbgPrint("control: unload\n");
}

static VOID ControlShutdown(WDFDEVICE Device)
{
	UNREFERENCED_PARAMETER(Device);
	DbgPrint("control: shutdown\n");
}

static VOID ControlCleanup(WDFOBJECT Device)
{
	CONTROL_CONTEXT *context = ControlGetContext(Device);

	DbgPrint("control: %u opened, %u closed\n", context->Opens, context->Closes);
}

static VOID ControlFileCreate(WDFDEVICE Device, WDFREQUEST Request, WDFFILEOBJECT FileObject)
{
	CONTROL_CONTEXT *context = ControlGetContext(Device);

	UNREFERENCED_PARAMETER(FileObject);
	if (context->Going) {
		WdfRequestComplete(Request, STATUS_DELETE_PENDING);
		return;
	}
	context->Opens++;
	WdfRequestComplete(Request, STATUS_SUCCESS);
}

static VOID ControlFileClose(WDFFILEOBJECT FileObject)
{
	WDFDEVICE device = WdfFileObjectGetDevice(FileObject);
	CONTROL_CONTEXT *context = ControlGetContext(device);

	context->Closes++;
}

static VOID ControlReverse(UCHAR *To, const UCHAR *From, size_t Length)
{
	/* For a buffered request both are the same memory. */
	for (size_t i = 0; i < (Length + 1) / 2; i++) {
		UCHAR first = From[i], last = From[Length - 1 - i];
		To[i] = last;
		To[Length - 1 - i] = first;
	}
}

/* METHOD_NEITHER: the caller's addresses mean something in the caller's thread alone. */
static VOID ControlInCallerContext(WDFDEVICE Device, WDFREQUEST Request)
{
	WDF_REQUEST_PARAMETERS parameters;
	PVOID input, output;
	WDFMEMORY from, to;
	size_t inputLength, outputLength;
	NTSTATUS status;

	WDF_REQUEST_PARAMETERS_INIT(&parameters);
	WdfRequestGetParameters(Request, &parameters);
	if (parameters.Type != WdfRequestTypeDeviceControl ||
	    (parameters.Parameters.DeviceIoControl.IoControlCode & 3) != METHOD_NEITHER) {
		status = WdfDeviceEnqueueRequest(Device, Request);
		if (!NT_SUCCESS(status))
			WdfRequestComplete(Request, status);
		return;
	}
#ifdef BREAK_FORGET
	return;
#endif
	status = WdfRequestRetrieveUnsafeUserInputBuffer(Request, 1, &input, &inputLength);
	if (NT_SUCCESS(status))
		status = WdfRequestRetrieveUnsafeUserOutputBuffer(Request, inputLength, &output, &outputLength);
	if (NT_SUCCESS(status))
		status = WdfRequestProbeAndLockUserBufferForRead(Request, input, inputLength, &from);
	if (NT_SUCCESS(status))
		status = WdfRequestProbeAndLockUserBufferForWrite(Request, output, inputLength, &to);
	if (!NT_SUCCESS(status)) {
		WdfRequestComplete(Request, status);
		return;
	}
	ControlReverse(WdfMemoryGetBuffer(to, NULL), WdfMemoryGetBuffer(from, NULL), inputLength);
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, inputLength);
}

/* Deletes the device, in a thread in which that may wait for the device's callbacks. */
static VOID ControlGo(PDEVICE_OBJECT DeviceObject, PVOID Item)
{
	WDFDEVICE device = WdfWdmDeviceGetWdfDeviceHandle(DeviceObject);

	if (Item)
		IoFreeWorkItem(Item);
	WdfObjectDelete(device);
#ifdef BREAK_TWICE
	WdfObjectDelete(device);
#endif
	DbgPrint("control: gone\n");
}

static VOID ControlIoctl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
	WDFDEVICE device = WdfIoQueueGetDevice(Queue);
	PVOID input, output;
	size_t needed = InputLength;
	PIO_WORKITEM item;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(OutputLength);
	if (Code == CONTROL_GO) {
		ControlGetContext(device)->Going = TRUE;
		WdfRequestComplete(Request, STATUS_SUCCESS);
#ifdef BREAK_HERE
		item = NULL;
#else
		item = IoAllocateWorkItem(WdfDeviceWdmGetDeviceObject(device));
#endif
		if (item)
			IoQueueWorkItem(item, ControlGo, DelayedWorkQueue, item);
		else
			ControlGo(WdfDeviceWdmGetDeviceObject(device), NULL);
		return;
	}
#ifdef BREAK_BOUNDS
	needed = 0;
#endif
	status = WdfRequestRetrieveInputBuffer(Request, 1, &input, NULL);
	if (NT_SUCCESS(status))
		status = WdfRequestRetrieveOutputBuffer(Request, needed, &output, NULL);
	if (!NT_SUCCESS(status)) {
		WdfRequestComplete(Request, status);
		return;
	}
#ifdef BREAK_BOUNDS
	if (OutputLength >= InputLength)
#endif
		ControlReverse(output, input, InputLength);
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, InputLength);
}
