/*
 * A driver that chooses the queue of each device control by its code, and of each write by its first byte: as the pages of
 * EvtDeviceWdmIrpDispatch and WdfDeviceWdmDispatchIrpToIoQueue have it.
 *
 * Broken variants: BREAK_CONTEXT, BREAK_UNMARKED, BREAK_FLAGS, BREAK_HANDLER, BREAK_DEVICE, BREAK_SKIP, BREAK_MAJOR,
 * BREAK_FORGET.
 */
#include <ntddk.h>
#include <wdf.h>

#include "chooser.h"

#define COOKIE ((WDFCONTEXT)0x1234)

typedef struct {
	WDFQUEUE Other;
	WDFQUEUE Waiting;
	WDFQUEUE Reads;
	LONG CopiesDone;
} CHOOSER, *PCHOOSER;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(CHOOSER, ChooserOf)

typedef struct {
	BOOLEAN Seen;
} LOOK, *PLOOK;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(LOOK, LookOf)

static EVT_WDF_DRIVER_DEVICE_ADD ChooserDeviceAdd;
static EVT_WDF_IO_IN_CALLER_CONTEXT ChooserInCallerContext;
static EVT_WDF_IO_QUEUE_IO_DEFAULT ChooserDefault, ChooserOther;
static EVT_WDF_IO_QUEUE_IO_READ ChooserRead;
static EVT_WDFDEVICE_WDM_IRP_PREPROCESS ChooserPreprocess;
static EVT_WDFDEVICE_WDM_IRP_DISPATCH ChooserDispatch;
static IO_COMPLETION_ROUTINE ChooserCopyDone;

/* A queue of the first device, for the second one's mistake. */
static WDFQUEUE FirstQueue;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, ChooserDeviceAdd);
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static NTSTATUS ChooserQueues(WDFDEVICE Device)
{
	PCHOOSER chooser = ChooserOf(Device);
	WDF_IO_QUEUE_CONFIG config;
	NTSTATUS status;

	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchParallel);
	config.EvtIoDefault = ChooserDefault;
	status = WdfIoQueueCreate(Device, &config, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchSequential);
	config.EvtIoDefault = ChooserOther;
	status = WdfIoQueueCreate(Device, &config, WDF_NO_OBJECT_ATTRIBUTES, &chooser->Other);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchParallel);
	config.EvtIoRead = ChooserRead;
	status = WdfIoQueueCreate(Device, &config, WDF_NO_OBJECT_ATTRIBUTES, &chooser->Reads);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
	return WdfIoQueueCreate(Device, &config, WDF_NO_OBJECT_ATTRIBUTES, &chooser->Waiting);
}

static NTSTATUS ChooserDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFDEVICE device;
	NTSTATUS status;

	WdfDeviceInitSetIoType(DeviceInit, WdfDeviceIoBuffered);
	WdfDeviceInitSetIoInCallerContextCallback(DeviceInit, ChooserInCallerContext);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, LOOK);
	WdfDeviceInitSetRequestAttributes(DeviceInit, &attributes);
	status = WdfDeviceInitAssignWdmIrpPreprocessCallback(DeviceInit, ChooserPreprocess, IRP_MJ_WRITE, NULL, 0);
	if (!NT_SUCCESS(status))
		return status;
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, CHOOSER);
	status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	status = ChooserQueues(device);
	if (!NT_SUCCESS(status))
		return status;
	if (!FirstQueue)
		FirstQueue = ChooserOf(device)->Other;

	status = WdfDeviceConfigureWdmIrpDispatchCallback(device, Driver, IRP_MJ_DEVICE_CONTROL, ChooserDispatch, COOKIE);
	if (!NT_SUCCESS(status))
		return status;
	/* There is one for a type, and there are the types of I/O. */
	if (WdfDeviceConfigureWdmIrpDispatchCallback(device, NULL, IRP_MJ_DEVICE_CONTROL, ChooserDispatch, COOKIE) !=
		    STATUS_INVALID_PARAMETER ||
	    WdfDeviceConfigureWdmIrpDispatchCallback(device, NULL, IRP_MJ_CREATE, ChooserDispatch, COOKIE) !=
		    STATUS_INVALID_PARAMETER ||
	    WdfDeviceConfigureWdmIrpDispatchCallback(device, NULL, 0x20, ChooserDispatch, COOKIE) !=
		    STATUS_INVALID_PARAMETER)
		return STATUS_UNSUCCESSFUL;
	return WdfDeviceConfigureWdmIrpDispatchCallback(device, NULL, IRP_MJ_READ, ChooserDispatch, NULL);
}

static VOID ChooserInCallerContext(WDFDEVICE Device, WDFREQUEST Request)
{
	NTSTATUS status;

	LookOf(Request)->Seen = TRUE;
	status = WdfDeviceEnqueueRequest(Device, Request);
	if (!NT_SUCCESS(status))
		WdfRequestComplete(Request, status);
}

static VOID ChooserAnswer(WDFREQUEST Request, ULONG_PTR By)
{
	WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, By | (LookOf(Request)->Seen ? CHOOSE_SEEN : 0));
}

static VOID ChooserDefault(WDFQUEUE Queue, WDFREQUEST Request)
{
	WDF_REQUEST_PARAMETERS parameters;
	NTSTATUS status;

	WDF_REQUEST_PARAMETERS_INIT(&parameters);
	WdfRequestGetParameters(Request, &parameters);
	if (parameters.Type == WdfRequestTypeDeviceControl &&
	    parameters.Parameters.DeviceIoControl.IoControlCode == CHOOSE_LATE) {
		status = WdfDeviceConfigureWdmIrpDispatchCallback(WdfIoQueueGetDevice(Queue), NULL, IRP_MJ_WRITE,
								  ChooserDispatch, NULL);
		WdfRequestComplete(Request, status);
		return;
	}
	ChooserAnswer(Request, CHOOSE_BY_DEFAULT);
}

static VOID ChooserOther(WDFQUEUE Queue, WDFREQUEST Request)
{
	UNREFERENCED_PARAMETER(Queue);
	ChooserAnswer(Request, CHOOSE_BY_OTHER);
}

static VOID ChooserRead(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	UNREFERENCED_PARAMETER(Queue);
	UNREFERENCED_PARAMETER(Length);
	ChooserAnswer(Request, CHOOSE_BY_OTHER);
}

/* The IRP was copied for the framework, and is the driver's once more on its way up. */
static NTSTATUS ChooserCopyDone(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Chooser)
{
	UNREFERENCED_PARAMETER(DeviceObject);
	if (Irp->PendingReturned)
		IoMarkIrpPending(Irp);
	((PCHOOSER)Chooser)->CopiesDone++;
	return STATUS_SUCCESS;
}

static NTSTATUS ChooserPreprocess(WDFDEVICE Device, PIRP Irp)
{
	PCHOOSER chooser = ChooserOf(Device);
	PUCHAR bytes = Irp->AssociatedIrp.SystemBuffer;
	ULONG flags = WDF_DISPATCH_IRP_TO_IO_QUEUE_PREPROCESSED_IRP;

	if (bytes && bytes[0] == CHOOSE_COPY_SEEN)
		flags |= WDF_DISPATCH_IRP_TO_IO_QUEUE_INVOKE_INCALLERCTX_CALLBACK;
	if (bytes && bytes[0] != CHOOSE_SKIP) {
		IoCopyCurrentIrpStackLocationToNext(Irp);
#ifdef BREAK_MAJOR
		IoGetNextIrpStackLocation(Irp)->MajorFunction = IRP_MJ_CREATE;
#endif
		IoSetCompletionRoutine(Irp, ChooserCopyDone, chooser, TRUE, TRUE, TRUE);
	} else {
		IoSkipCurrentIrpStackLocation(Irp);
	}
	/* What a queue has taken is pending, whatever has become of it. */
	if (WdfDeviceWdmDispatchIrpToIoQueue(Device, Irp, chooser->Other, flags) != STATUS_PENDING)
		KeBugCheckEx(0xC, __LINE__, 0, 0, 0);
	return STATUS_PENDING;
}

static NTSTATUS ChooserDispatch(WDFDEVICE Device, UCHAR MajorFunction, UCHAR MinorFunction, ULONG Code,
				WDFCONTEXT DriverContext, PIRP Irp, WDFCONTEXT DispatchContext)
{
	PCHOOSER chooser = ChooserOf(Device);
	ULONG flags = WDF_DISPATCH_IRP_TO_IO_QUEUE_NO_FLAGS;
	WDFQUEUE queue = chooser->Other;

	if (MinorFunction != 0 || IoGetCurrentIrpStackLocation(Irp)->MajorFunction != MajorFunction ||
	    DriverContext != (MajorFunction == IRP_MJ_READ ? NULL : COOKIE))
		KeBugCheckEx(0xC, __LINE__, 0, 0, 0);
	if (MajorFunction == IRP_MJ_READ)
		return WdfDeviceWdmDispatchIrpToIoQueue(Device, Irp, chooser->Reads, flags);

	switch (Code) {
	case CHOOSE_OTHER:
#ifdef BREAK_FLAGS
		flags = 4;
#endif
#ifdef BREAK_HANDLER
		queue = chooser->Reads;
#endif
#ifdef BREAK_DEVICE
		queue = FirstQueue;
#endif
#ifdef BREAK_SKIP
		IoSkipCurrentIrpStackLocation(Irp);
#endif
#ifdef BREAK_FORGET
		return STATUS_PENDING;
#endif
		return WdfDeviceWdmDispatchIrpToIoQueue(Device, Irp, queue, flags);
	case CHOOSE_CALLER:
		flags = WDF_DISPATCH_IRP_TO_IO_QUEUE_INVOKE_INCALLERCTX_CALLBACK;
		return WdfDeviceWdmDispatchIrpToIoQueue(Device, Irp, queue, flags);
	case CHOOSE_WAIT:
		return WdfDeviceWdmDispatchIrpToIoQueue(Device, Irp, chooser->Waiting, flags);
	case CHOOSE_HERE:
		Irp->IoStatus.Status = STATUS_SUCCESS;
		Irp->IoStatus.Information = (ULONG_PTR)chooser->CopiesDone;
		IoCompleteRequest(Irp, IO_NO_INCREMENT);
		return STATUS_SUCCESS;
	default:
#ifdef BREAK_CONTEXT
		DispatchContext = (WDFCONTEXT)((ULONG_PTR)DispatchContext + 16);
#endif
#ifdef BREAK_UNMARKED
		DispatchContext = (WDFCONTEXT)((ULONG_PTR)DispatchContext & ~(ULONG_PTR)1);
#endif
		return WdfDeviceWdmDispatchIrp(Device, Irp, DispatchContext);
	}
}
