/* The worker's queues, and its thread. */
#include "worker.h"

static EVT_WDF_IO_QUEUE_IO_DEFAULT WorkerDefault;

NTSTATUS WorkerQueueInitialize(WDFDEVICE Device)
{
	WDF_IO_QUEUE_CONFIG config;
	NTSTATUS status;

	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchParallel);
	config.EvtIoDefault = WorkerDefault;
	status = WdfIoQueueCreate(Device, &config, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
	return WdfIoQueueCreate(Device, &config, WDF_NO_OBJECT_ATTRIBUTES, &WorkerGetContext(Device)->Pending);
}

static VOID WorkerDefault(WDFQUEUE Queue, WDFREQUEST Request)
{
	PWORKER_CONTEXT context = WorkerGetContext(WdfIoQueueGetDevice(Queue));
	NTSTATUS status = WdfRequestForwardToIoQueue(Request, context->Pending);

	if (!NT_SUCCESS(status))
		WdfRequestComplete(Request, status);
	else
		KeSetEvent(&context->Work, IO_NO_INCREMENT, FALSE);
}

VOID WorkerThread(PVOID StartContext)
{
	PWORKER_CONTEXT context = StartContext;
	PVOID events[] = { &context->Stop, &context->Work };
	WDFREQUEST request;

	while (KeWaitForMultipleObjects(2, events, WaitAny, Executive, KernelMode, FALSE, NULL, NULL) == STATUS_WAIT_1) {
		while (NT_SUCCESS(WdfIoQueueRetrieveNextRequest(context->Pending, &request))) {
			context->Handled++;
			WdfRequestCompleteWithInformation(request, STATUS_SUCCESS, 1);
		}
#ifdef BREAK_LOST
		KeClearEvent(&context->Work);
#endif
	}
#ifdef BREAK_LEVEL
	KIRQL before;
	KeRaiseIrql(DISPATCH_LEVEL, &before);
#else
	KeSetEvent(&context->Ending, IO_NO_INCREMENT, FALSE);
	PsTerminateSystemThread(STATUS_SUCCESS);
#endif
}
