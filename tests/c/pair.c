/*
 * A driver without devices that is loaded twice: the first one begins a thread that both use, the last one to go ends it.
 */
#include <ntddk.h>
#include <wdf.h>

static EVT_WDF_DRIVER_UNLOAD PairUnload;
static KSTART_ROUTINE PairThread;

static LONG PairLoaded;
static KEVENT PairStop;
static PVOID PairObject;

static VOID PairThread(PVOID StartContext)
{
	UNREFERENCED_PARAMETER(StartContext);
	KeWaitForSingleObject(&PairStop, Executive, KernelMode, FALSE, NULL);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;
	NTSTATUS status;
	HANDLE handle;

	WDF_DRIVER_CONFIG_INIT(&config, NULL);
	config.DriverInitFlags = WdfDriverInitNonPnpDriver;
	config.EvtDriverUnload = PairUnload;
	status = WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
	if (!NT_SUCCESS(status) || PairLoaded++)
		return status;
	KeInitializeEvent(&PairStop, NotificationEvent, FALSE);
	status = PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, PairThread, NULL);
	if (!NT_SUCCESS(status))
		return status;
	status = ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, *PsThreadType, KernelMode, &PairObject, NULL);
	ZwClose(handle);
	return status;
}

static VOID PairUnload(WDFDRIVER Driver)
{
	UNREFERENCED_PARAMETER(Driver);
	if (--PairLoaded)
		return;
	KeSetEvent(&PairStop, IO_NO_INCREMENT, FALSE);
	KeWaitForSingleObject(PairObject, Executive, KernelMode, FALSE, NULL);
	ObDereferenceObject(PairObject);
}
