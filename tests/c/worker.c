/*
 * A driver with a thread of its own: requests wait in a manual queue, and a system thread takes them out and completes
 * them one after the other. It is two files, so that what a context's type is in one is what it is in the other.
 *
 * What is broken on purpose:
 *   BREAK_STOP      the thread is waited for, but never told to end
 *   BREAK_ENDING    the driver waits until the thread says that it ends, not until it has
 *   BREAK_LOST      the thread forgets the signal that comes while it works
 *   BREAK_LEVEL     the thread returns at another level
 */
#include "worker.h"

static EVT_WDF_DRIVER_DEVICE_ADD WorkerDeviceAdd;
static EVT_WDF_DEVICE_SELF_MANAGED_IO WorkerStart;
static EVT_WDF_DEVICE_SELF_MANAGED_IO_END WorkerStop;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, WorkerDeviceAdd);
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static NTSTATUS WorkerDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFDEVICE device;
	PWORKER_CONTEXT context;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
	callbacks.EvtDeviceSelfManagedIoInit = WorkerStart;
	callbacks.EvtDeviceSelfManagedIoCleanup = WorkerStop;
	WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &callbacks);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, WORKER_CONTEXT);
	status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	context = WorkerGetContext(device);
	KeInitializeEvent(&context->Work, SynchronizationEvent, FALSE);
	KeInitializeEvent(&context->Stop, NotificationEvent, FALSE);
	KeInitializeEvent(&context->Ending, NotificationEvent, FALSE);
	return WorkerQueueInitialize(device);
}

static NTSTATUS WorkerStart(WDFDEVICE Device)
{
	PWORKER_CONTEXT context = WorkerGetContext(Device);
	HANDLE handle;
	NTSTATUS status;

	status = PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, WorkerThread, context);
	if (!NT_SUCCESS(status))
		return status;
	status = ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, *PsThreadType, KernelMode,
					   (PVOID *)&context->Thread, NULL);
	ZwClose(handle);
	return status;
}

static VOID WorkerStop(WDFDEVICE Device)
{
	PWORKER_CONTEXT context = WorkerGetContext(Device);

	if (!context->Thread)
		return;
#ifndef BREAK_STOP
	KeSetEvent(&context->Stop, IO_NO_INCREMENT, FALSE);
#endif
#ifdef BREAK_ENDING
	KeWaitForSingleObject(&context->Ending, Executive, KernelMode, FALSE, NULL);
#else
	KeWaitForSingleObject(context->Thread, Executive, KernelMode, FALSE, NULL);
#endif
	ObDereferenceObject(context->Thread);
	KdPrint(("worker: %d requests were handled\n", context->Handled));
}
