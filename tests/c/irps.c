/*
 * A driver that has IRPs in its own hands: it allocates some and has some built, sends them to the driver below, and sees
 * the writes that come to it before the framework does; some it completes itself, some it passes on, with or without a
 * completion routine, and the rest it hands back to the framework.
 *
 * What is broken on purpose:
 *   BREAK_TOP       the completion routine of the driver's own IRP does not stop it
 *   BREAK_FREE      an IRP is freed while it is with the driver below
 *   BREAK_SENT      an IRP is sent again while it is with the driver below
 *   BREAK_LEAK      an IRP is not freed
 *   BREAK_TWICE     an IRP is freed twice
 *   BREAK_FOREIGN   an IRP is freed that is the application's
 *   BREAK_ROOM      an IRP is sent that has no stack location for it
 *   BREAK_LOSE      a write is neither completed nor passed on
 *   BREAK_AGAIN     a write is completed that was passed on
 *   BREAK_KEPT      a write is completed that is with the driver below
 */
#include <ntddk.h>
#include <wdf.h>

#include "irps.h"

static WDFREQUEST IrpsHeld;
static PIRP IrpsHeldIrp;

static EVT_WDF_DRIVER_DEVICE_ADD IrpsDeviceAdd;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL IrpsControl;
static EVT_WDF_IO_QUEUE_IO_WRITE IrpsWrite;
static EVT_WDFDEVICE_WDM_IRP_PREPROCESS IrpsPreprocess, IrpsPreprocessRead;
static IO_COMPLETION_ROUTINE IrpsStop, IrpsWritten, IrpsAbove;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, IrpsDeviceAdd);
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static NTSTATUS IrpsDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_IO_QUEUE_CONFIG queue;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);
	WdfDeviceInitSetIoType(DeviceInit, WdfDeviceIoBuffered);
	status = WdfDeviceInitAssignWdmIrpPreprocessCallback(DeviceInit, IrpsPreprocess, IRP_MJ_WRITE, NULL, 0);
	if (!NT_SUCCESS(status))
		return status;
	status = WdfDeviceInitAssignWdmIrpPreprocessCallback(DeviceInit, IrpsPreprocessRead, IRP_MJ_READ, NULL, 0);
	if (!NT_SUCCESS(status))
		return status;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ExecutionLevel = WdfExecutionLevelPassive;
	status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queue, WdfIoQueueDispatchParallel);
	queue.EvtIoDeviceControl = IrpsControl;
	queue.EvtIoWrite = IrpsWrite;
	return WdfIoQueueCreate(device, &queue, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

/* The IRP is the driver's again. */
static NTSTATUS IrpsStop(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Event)
{
	UNREFERENCED_PARAMETER(DeviceObject);
	UNREFERENCED_PARAMETER(Irp);
	KeSetEvent(Event, IO_NO_INCREMENT, FALSE);
#ifdef BREAK_TOP
	return STATUS_SUCCESS;
#else
	return STATUS_MORE_PROCESSING_REQUIRED;
#endif
}

static PIRP IrpsQuestion(PVOID Buffer, ULONG InputLength, ULONG OutputLength, PKEVENT Event)
{
	PIO_STACK_LOCATION next;
	PIRP irp;

#ifdef BREAK_ROOM
	irp = IoAllocateIrp(0, FALSE);
#else
	irp = IoAllocateIrp(1, FALSE);
#endif
	if (!irp)
		return NULL;
	irp->AssociatedIrp.SystemBuffer = Buffer;
#ifndef BREAK_ROOM
	next = IoGetNextIrpStackLocation(irp);
	next->MajorFunction = IRP_MJ_DEVICE_CONTROL;
	next->Parameters.DeviceIoControl.IoControlCode = IRPS_QUESTION;
	next->Parameters.DeviceIoControl.InputBufferLength = InputLength;
	next->Parameters.DeviceIoControl.OutputBufferLength = OutputLength;
	KeInitializeEvent(Event, NotificationEvent, FALSE);
	IoSetCompletionRoutine(irp, IrpsStop, Event, TRUE, TRUE, TRUE);
#else
	UNREFERENCED_PARAMETER(next);
	UNREFERENCED_PARAMETER(IrpsStop);
	UNREFERENCED_PARAMETER(Event);
	UNREFERENCED_PARAMETER(InputLength);
	UNREFERENCED_PARAMETER(OutputLength);
#endif
	return irp;
}

static NTSTATUS IrpsAskOwn(PDEVICE_OBJECT Below, PVOID Buffer, ULONG InputLength, ULONG OutputLength,
			   ULONG_PTR *Information)
{
	KEVENT event;
	PIRP irp = IrpsQuestion(Buffer, InputLength, OutputLength, &event);
	BOOLEAN at_once = *(const UCHAR *)Buffer != 'l', waited = FALSE;
	NTSTATUS status;

	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = IoCallDriver(Below, irp);
	if (status == STATUS_PENDING) {
		KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
		status = irp->IoStatus.Status;
		waited = TRUE;
	}
	*Information = irp->IoStatus.Information;
	/* What the driver below did at once, the call itself says. */
	if ((at_once && waited) || irp->CurrentLocation != 2 || status != irp->IoStatus.Status)
		status = STATUS_UNSUCCESSFUL;
#ifndef BREAK_LEAK
	IoFreeIrp(irp);
#endif
#ifdef BREAK_TWICE
	IoFreeIrp(irp);
#endif
	return status;
}

static NTSTATUS IrpsAskBuilt(PDEVICE_OBJECT Below, PVOID Buffer, ULONG InputLength, ULONG OutputLength,
			     ULONG_PTR *Information)
{
	IO_STATUS_BLOCK block = { { STATUS_UNSUCCESSFUL }, 0 };
	KEVENT event;
	NTSTATUS status;
	PIRP irp;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoBuildDeviceIoControlRequest(IRPS_QUESTION, Below, Buffer, InputLength, Buffer, OutputLength, FALSE,
					    &event, &block);
	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = IoCallDriver(Below, irp);
	if (status == STATUS_PENDING)
		KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
	*Information = block.Information;
	return block.Status;
}

/* What is built for a device has a stack location for each that it comes to: this one, and the one below. */
static NTSTATUS IrpsAskSelf(PDEVICE_OBJECT Self)
{
	IO_STATUS_BLOCK block = { { STATUS_UNSUCCESSFUL }, 0 };
	CHAR locations;
	KEVENT event;
	PIRP irp;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	irp = IoBuildDeviceIoControlRequest(IRPS_NOTHING, Self, NULL, 0, NULL, 0, FALSE, &event, &block);
	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	locations = irp->StackCount;
	if (IoCallDriver(Self, irp) == STATUS_PENDING)
		KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
	return locations == 2 ? block.Status : STATUS_UNSUCCESSFUL;
}

/* Nobody waits for it: the routine puts everything away. */
static NTSTATUS IrpsWritten(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Buffer)
{
	UNREFERENCED_PARAMETER(DeviceObject);
	DbgPrint("irps: written %u\n", (ULONG)Irp->IoStatus.Information);
	ExFreePool(Buffer);
	IoFreeIrp(Irp);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

static NTSTATUS IrpsSendWrite(PDEVICE_OBJECT Below)
{
	PVOID buffer = ExAllocatePoolWithTag(NonPagedPoolNx, 3, 'sprI');
	LARGE_INTEGER offset = { .QuadPart = 7 };
	PIRP irp;

	if (!buffer)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(buffer, "abc", 3);
	irp = IoBuildAsynchronousFsdRequest(IRP_MJ_WRITE, Below, buffer, 3, &offset, NULL);
	if (!irp) {
		ExFreePool(buffer);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	IoSetCompletionRoutine(irp, IrpsWritten, buffer, TRUE, TRUE, TRUE);
	IoCallDriver(Below, irp);
	return STATUS_SUCCESS;
}

static NTSTATUS IrpsCancel(PDEVICE_OBJECT Below)
{
	KEVENT event;
	PIRP irp = IrpsQuestion(NULL, 0, 0, &event);
	NTSTATUS status;

	if (!irp)
		return STATUS_INSUFFICIENT_RESOURCES;
	status = IoCallDriver(Below, irp);
#ifdef BREAK_FREE
	IoFreeIrp(irp);
#endif
#ifdef BREAK_SENT
	irp->CurrentLocation = 2;
	irp->Tail.Overlay.CurrentStackLocation++;
	IoCallDriver(Below, irp);
#endif
	if (status == STATUS_PENDING) {
		IoCancelIrp(irp);
		KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
		status = irp->IoStatus.Status == STATUS_CANCELLED && irp->Cancel ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
	}
	IoFreeIrp(irp);
	return status;
}

/* Each IRP has memory of its own, for all its stack locations. */
static NTSTATUS IrpsMany(VOID)
{
	enum { COUNT = 8, LOCATIONS = 10 };
	const size_t length = LOCATIONS * sizeof(IO_STACK_LOCATION);
	NTSTATUS status = STATUS_SUCCESS;
	PIRP irps[COUNT];

	for (int i = 0; i < COUNT; i++) {
		irps[i] = IoAllocateIrp(LOCATIONS, FALSE);
		if (irps[i])
			memset(irps[i] + 1, i + 1, length);
	}
	for (int i = 0; i < COUNT; i++) {
		const UCHAR *bytes = (const UCHAR *)(irps[i] + 1);

		if (!irps[i])
			continue;
		if (irps[i]->StackCount != LOCATIONS || irps[i]->CurrentLocation != LOCATIONS + 1 ||
		    irps[i]->Size != sizeof(IRP) + length)
			status = STATUS_UNSUCCESSFUL;
		for (size_t at = 0; at < length; at++)
			if (bytes[at] != i + 1)
				status = STATUS_UNSUCCESSFUL;
		IoFreeIrp(irps[i]);
	}
	return status;
}

/* Nobody is told of a cancellation: the driver sees it at the IRP. */
static NTSTATUS IrpsLook(VOID)
{
	WDFREQUEST held = IrpsHeld;
	NTSTATUS status = WdfRequestWdmGetIrp(held) == IrpsHeldIrp && IrpsHeldIrp->Cancel ? STATUS_SUCCESS :
											   STATUS_UNSUCCESSFUL;

	IrpsHeld = NULL;
	WdfRequestComplete(held, STATUS_CANCELLED);
	return status;
}

static VOID IrpsControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
	PDEVICE_OBJECT below = WdfDeviceWdmGetAttachedDevice(WdfIoQueueGetDevice(Queue));
	ULONG_PTR information = 0;
	PVOID buffer = NULL;
	NTSTATUS status = STATUS_SUCCESS;

	if (InputLength)
		status = WdfRequestRetrieveInputBuffer(Request, 1, &buffer, NULL);
	if (NT_SUCCESS(status)) {
		switch (Code) {
		case IRPS_OWN:
			status = IrpsAskOwn(below, buffer, (ULONG)InputLength, (ULONG)OutputLength, &information);
			break;
		case IRPS_BUILT:
			status = IrpsAskBuilt(below, buffer, (ULONG)InputLength, (ULONG)OutputLength, &information);
			break;
		case IRPS_WRITE:
			status = IrpsSendWrite(below);
			break;
		case IRPS_CANCEL:
			status = IrpsCancel(below);
			break;
		case IRPS_HOLD:
			IrpsHeld = Request;
			IrpsHeldIrp = WdfRequestWdmGetIrp(Request);
			return;
		case IRPS_LOOK:
			status = IrpsLook();
			break;
		case IRPS_SELF:
			status = IrpsAskSelf(WdfDeviceWdmGetDeviceObject(WdfIoQueueGetDevice(Queue)));
			break;
		case IRPS_NOTHING:
			break;
		case IRPS_MANY:
			status = IrpsMany();
			break;
		default:
			status = STATUS_INVALID_DEVICE_REQUEST;
		}
	}
	WdfRequestCompleteWithInformation(Request, status, information);
}

/* What was passed on comes back: the application is told of one byte more. */
static NTSTATUS IrpsAbove(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Device)
{
	if (DeviceObject != WdfDeviceWdmGetDeviceObject(Device))
		return STATUS_SUCCESS;
	if (Irp->PendingReturned)
		IoMarkIrpPending(Irp);
	Irp->IoStatus.Information++;
	return STATUS_SUCCESS;
}

static NTSTATUS IrpsFail(PIRP Irp)
{
	Irp->IoStatus.Status = STATUS_UNSUCCESSFUL;
	Irp->IoStatus.Information = 0;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return STATUS_UNSUCCESSFUL;
}

/* Answers with nothing, and looks at what a read of a device for buffered I/O is. */
static NTSTATUS IrpsPreprocessRead(WDFDEVICE Device, PIRP Irp)
{
	PIO_STACK_LOCATION here = IoGetCurrentIrpStackLocation(Irp);
	const ULONG flags = IRP_BUFFERED_IO | IRP_INPUT_OPERATION;

#ifdef BREAK_FOREIGN
	IoFreeIrp(Irp);
#endif
	UNREFERENCED_PARAMETER(Device);
	if ((Irp->Flags & flags) != flags || !Irp->AssociatedIrp.SystemBuffer || Irp->MdlAddress ||
	    here->Parameters.Read.Length != IRPS_LENGTH)
		return IrpsFail(Irp);
	Irp->IoStatus.Status = STATUS_SUCCESS;
	Irp->IoStatus.Information = 0;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

static NTSTATUS IrpsPreprocess(WDFDEVICE Device, PIRP Irp)
{
	PIO_STACK_LOCATION here = IoGetCurrentIrpStackLocation(Irp);
	PDEVICE_OBJECT below = WdfDeviceWdmGetAttachedDevice(Device);
	const UCHAR *data = Irp->AssociatedIrp.SystemBuffer;
	const UCHAR what = here->Parameters.Write.Length ? data[0] : 0;
	NTSTATUS status;

#ifdef BREAK_LOSE
	if (here->Parameters.Write.Length)
		return STATUS_PENDING;
#endif
	if ((Irp->Flags & (IRP_BUFFERED_IO | IRP_INPUT_OPERATION)) != IRP_BUFFERED_IO)
		return IrpsFail(Irp);
	switch (what) {
	case IRPS_HERE:
		Irp->IoStatus.Status = STATUS_SUCCESS;
		Irp->IoStatus.Information = 77;
		IoCompleteRequest(Irp, IO_NO_INCREMENT);
		return STATUS_SUCCESS;
	case IRPS_KEEP:
	case IRPS_SKIP:
		IoSkipCurrentIrpStackLocation(Irp);
		status = IoCallDriver(below, Irp);
#ifdef BREAK_AGAIN
		IoCompleteRequest(Irp, IO_NO_INCREMENT);
#endif
#ifdef BREAK_KEPT
		if (what == IRPS_KEEP)
			IoCompleteRequest(Irp, IO_NO_INCREMENT);
#endif
		return status;
	case IRPS_COPY:
		IoCopyCurrentIrpStackLocationToNext(Irp);
		IoSetCompletionRoutine(Irp, IrpsAbove, Device, TRUE, TRUE, TRUE);
		return IoCallDriver(below, Irp);
	default:
		IoSkipCurrentIrpStackLocation(Irp);
		return WdfDeviceWdmDispatchPreprocessedIrp(Device, Irp);
	}
}

static VOID IrpsWrite(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	UNREFERENCED_PARAMETER(Queue);
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, Length);
}
