/* Control devices, and the names of devices: what the tests' drivers need of the framework's header of this name. */
#ifndef TESTS_WDFCONTROL_H
#define TESTS_WDFCONTROL_H

typedef enum _WDF_DRIVER_INIT_FLAGS {
	WdfDriverInitNonPnpDriver = 1,
	WdfDriverInitNoDispatchOverride = 2
} WDF_DRIVER_INIT_FLAGS;
typedef enum _WDF_DEVICE_SHUTDOWN_FLAGS {
	WdfDeviceShutdown = 1,
	WdfDeviceLastChanceShutdown = 2
} WDF_DEVICE_SHUTDOWN_FLAGS;

typedef VOID EVT_WDF_DEVICE_SHUTDOWN_NOTIFICATION(WDFDEVICE Device);

enum {
	WdfControlDeviceInitAllocateTableIndex = 25,
	WdfControlDeviceInitSetShutdownNotificationTableIndex = 26,
	WdfControlFinishInitializingTableIndex = 27,
	WdfDeviceInitFreeTableIndex = 54,
	WdfDeviceInitSetExclusiveTableIndex = 62,
	WdfDeviceInitAssignNameTableIndex = 67,
	WdfDeviceCreateSymbolicLinkTableIndex = 80
};

WDF_FUNCTION_2(PWDFDEVICE_INIT, WdfControlDeviceInitAllocate, WDFDRIVER, const UNICODE_STRING *)
WDF_FUNCTION_3(VOID, WdfControlDeviceInitSetShutdownNotification, PWDFDEVICE_INIT,
	       EVT_WDF_DEVICE_SHUTDOWN_NOTIFICATION *, UCHAR)
WDF_FUNCTION_1(VOID, WdfControlFinishInitializing, WDFDEVICE)
WDF_FUNCTION_1(VOID, WdfDeviceInitFree, PWDFDEVICE_INIT)
WDF_FUNCTION_2(VOID, WdfDeviceInitSetExclusive, PWDFDEVICE_INIT, BOOLEAN)
WDF_FUNCTION_2(NTSTATUS, WdfDeviceInitAssignName, PWDFDEVICE_INIT, PCUNICODE_STRING)
WDF_FUNCTION_2(NTSTATUS, WdfDeviceCreateSymbolicLink, WDFDEVICE, PCUNICODE_STRING)

#endif
