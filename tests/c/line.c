/*
 * A driver for a device with registers in memory and an interrupt line. Each interrupt brings a word, which the service
 * routine takes from the device, under the interrupt's lock; the DPC gives it to the request that waits for it.
 *
 * What is broken on purpose:
 *   BREAK_UNMAP    the registers stay mapped
 *   BREAK_ISR      the service routine completes a request itself
 *   BREAK_LOCK     the DPC returns with the interrupt's lock
 *   BREAK_RACE     a request that is put back while its word comes is forgotten
 */
#include <ntddk.h>
#include <wdf.h>

#include "line.h"

typedef struct _LINE_CONTEXT {
	ULONG *Registers;
	WDFINTERRUPT Interrupt;
	WDFQUEUE Waiting;
	/* Under the interrupt's lock: words that were received and not given to anybody yet. */
	ULONG Words[16];
	ULONG Count;
} LINE_CONTEXT, *PLINE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(LINE_CONTEXT, LineGetContext)

static EVT_WDF_DRIVER_DEVICE_ADD LineDeviceAdd;
static EVT_WDF_DEVICE_PREPARE_HARDWARE LinePrepareHardware;
static EVT_WDF_DEVICE_RELEASE_HARDWARE LineReleaseHardware;
static EVT_WDF_INTERRUPT_ENABLE LineEnable;
static EVT_WDF_INTERRUPT_DISABLE LineDisable;
static EVT_WDF_INTERRUPT_ISR LineIsr;
static EVT_WDF_INTERRUPT_DPC LineDpc;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL LineControl;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, LineDeviceAdd);
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static NTSTATUS LineDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_INTERRUPT_CONFIG interrupt;
	WDF_IO_QUEUE_CONFIG config;
	WDFDEVICE device;
	PLINE_CONTEXT context;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
	callbacks.EvtDevicePrepareHardware = LinePrepareHardware;
	callbacks.EvtDeviceReleaseHardware = LineReleaseHardware;
	WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &callbacks);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, LINE_CONTEXT);
	status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	context = LineGetContext(device);
	WDF_INTERRUPT_CONFIG_INIT(&interrupt, LineIsr, LineDpc);
	interrupt.EvtInterruptEnable = LineEnable;
	interrupt.EvtInterruptDisable = LineDisable;
	status = WdfInterruptCreate(device, &interrupt, WDF_NO_OBJECT_ATTRIBUTES, &context->Interrupt);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchParallel);
	config.EvtIoDeviceControl = LineControl;
	status = WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
	config.PowerManaged = WdfFalse;
	return WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, &context->Waiting);
}

static NTSTATUS LinePrepareHardware(WDFDEVICE Device, WDFCMRESLIST Raw, WDFCMRESLIST Translated)
{
	PLINE_CONTEXT context = LineGetContext(Device);

	UNREFERENCED_PARAMETER(Raw);
	for (ULONG i = 0; i < WdfCmResourceListGetCount(Translated); i++) {
		PCM_PARTIAL_RESOURCE_DESCRIPTOR resource = WdfCmResourceListGetDescriptor(Translated, i);
		if (resource->Type == CmResourceTypeMemory)
			context->Registers = MmMapIoSpace(resource->u.Memory.Start, resource->u.Memory.Length, MmNonCached);
	}
	return context->Registers ? STATUS_SUCCESS : STATUS_DEVICE_CONFIGURATION_ERROR;
}

static NTSTATUS LineReleaseHardware(WDFDEVICE Device, WDFCMRESLIST Translated)
{
	PLINE_CONTEXT context = LineGetContext(Device);

	UNREFERENCED_PARAMETER(Translated);
#ifndef BREAK_UNMAP
	if (context->Registers)
		MmUnmapIoSpace(context->Registers, LINE_LENGTH);
#endif
	context->Registers = NULL;
	return STATUS_SUCCESS;
}

static NTSTATUS LineEnable(WDFINTERRUPT Interrupt, WDFDEVICE Device)
{
	UNREFERENCED_PARAMETER(Interrupt);
	WRITE_REGISTER_ULONG(&LineGetContext(Device)->Registers[LINE_ENABLE], 1);
	return STATUS_SUCCESS;
}

static NTSTATUS LineDisable(WDFINTERRUPT Interrupt, WDFDEVICE Device)
{
	UNREFERENCED_PARAMETER(Interrupt);
	WRITE_REGISTER_ULONG(&LineGetContext(Device)->Registers[LINE_ENABLE], 0);
	return STATUS_SUCCESS;
}

static BOOLEAN LineIsr(WDFINTERRUPT Interrupt, ULONG MessageID)
{
	PLINE_CONTEXT context = LineGetContext(WdfInterruptGetDevice(Interrupt));

	UNREFERENCED_PARAMETER(MessageID);
	if (READ_REGISTER_ULONG(&context->Registers[LINE_STATUS]) == 0)
		return FALSE;
	context->Words[context->Count++ % 16] = READ_REGISTER_ULONG(&context->Registers[LINE_DATA]);
	WRITE_REGISTER_ULONG(&context->Registers[LINE_STATUS], 0);
#ifdef BREAK_ISR
	WDFREQUEST request;
	if (NT_SUCCESS(WdfIoQueueRetrieveNextRequest(context->Waiting, &request)))
		WdfRequestComplete(request, STATUS_SUCCESS);
#endif
	WdfInterruptQueueDpcForIsr(Interrupt);
	return TRUE;
}

/* Gives the words that there are to the requests that there are. */
static VOID LineServe(PLINE_CONTEXT Context)
{
	WDFREQUEST request;
	ULONG word = 0, *buffer;
	NTSTATUS status;

	while (NT_SUCCESS(WdfIoQueueRetrieveNextRequest(Context->Waiting, &request))) {
		BOOLEAN has = FALSE;

		WdfInterruptAcquireLock(Context->Interrupt);
		if (Context->Count > 0) {
			word = Context->Words[--Context->Count];
			has = TRUE;
		}
#ifdef BREAK_LOCK
		if (has)
			return;
#endif
		WdfInterruptReleaseLock(Context->Interrupt);
		if (!has) {
			status = WdfRequestRequeue(request);
			if (!NT_SUCCESS(status))
				WdfRequestComplete(request, status);
#ifndef BREAK_RACE
			/* A word that came meanwhile found no request: its DPC has gone by. */
			WdfInterruptAcquireLock(Context->Interrupt);
			has = Context->Count > 0;
			WdfInterruptReleaseLock(Context->Interrupt);
#endif
			if (!has)
				return;
			continue;
		}
		status = WdfRequestRetrieveOutputBuffer(request, sizeof *buffer, (PVOID *)&buffer, NULL);
		if (NT_SUCCESS(status))
			*buffer = word;
		WdfRequestCompleteWithInformation(request, status, NT_SUCCESS(status) ? sizeof *buffer : 0);
	}
}

static VOID LineDpc(WDFINTERRUPT Interrupt, WDFOBJECT AssociatedObject)
{
	UNREFERENCED_PARAMETER(Interrupt);
	LineServe(LineGetContext(AssociatedObject));
}

static VOID LineControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
	PLINE_CONTEXT context = LineGetContext(WdfIoQueueGetDevice(Queue));
	NTSTATUS status = STATUS_INVALID_DEVICE_REQUEST;

	UNREFERENCED_PARAMETER(OutputLength);
	UNREFERENCED_PARAMETER(InputLength);
	if (Code == LINE_IOCTL_READ)
		status = WdfRequestForwardToIoQueue(Request, context->Waiting);
	if (!NT_SUCCESS(status))
		WdfRequestComplete(Request, status);
	else
		LineServe(context);
}
