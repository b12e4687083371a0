/* IRPs that a driver sees before the framework: what the tests' drivers need of wdfdevice.h for them. */
#ifndef TESTS_WDFPREPROCESS_H
#define TESTS_WDFPREPROCESS_H

typedef NTSTATUS EVT_WDFDEVICE_WDM_IRP_PREPROCESS(WDFDEVICE Device, PIRP Irp);

enum {
	WdfDeviceWdmGetAttachedDeviceTableIndex = 32,
	WdfDeviceWdmDispatchPreprocessedIrpTableIndex = 34,
	WdfDeviceInitAssignWdmIrpPreprocessCallbackTableIndex = 73
};

WDF_FUNCTION_1(PDEVICE_OBJECT, WdfDeviceWdmGetAttachedDevice, WDFDEVICE)
WDF_FUNCTION_2(NTSTATUS, WdfDeviceWdmDispatchPreprocessedIrp, WDFDEVICE, PIRP)
WDF_FUNCTION_5(NTSTATUS, WdfDeviceInitAssignWdmIrpPreprocessCallback, PWDFDEVICE_INIT,
	       EVT_WDFDEVICE_WDM_IRP_PREPROCESS *, UCHAR, PUCHAR, ULONG)

#endif
