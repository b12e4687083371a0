/* IRPs that a driver sees before the framework, and those whose queue it chooses: what the tests' drivers need of wdfdevice.h. */
#ifndef TESTS_WDFPREPROCESS_H
#define TESTS_WDFPREPROCESS_H

typedef NTSTATUS EVT_WDFDEVICE_WDM_IRP_PREPROCESS(WDFDEVICE Device, PIRP Irp);
typedef NTSTATUS EVT_WDFDEVICE_WDM_IRP_DISPATCH(WDFDEVICE Device, UCHAR MajorFunction, UCHAR MinorFunction, ULONG Code,
						WDFCONTEXT DriverContext, PIRP Irp, WDFCONTEXT DispatchContext);

typedef enum _WDF_DISPATCH_IRP_TO_IO_QUEUE_FLAGS {
	WDF_DISPATCH_IRP_TO_IO_QUEUE_NO_FLAGS = 0,
	WDF_DISPATCH_IRP_TO_IO_QUEUE_INVOKE_INCALLERCTX_CALLBACK = 1,
	WDF_DISPATCH_IRP_TO_IO_QUEUE_PREPROCESSED_IRP = 2
} WDF_DISPATCH_IRP_TO_IO_QUEUE_FLAGS;

enum {
	WdfDeviceWdmGetAttachedDeviceTableIndex = 32,
	WdfDeviceWdmDispatchPreprocessedIrpTableIndex = 34,
	WdfDeviceInitAssignWdmIrpPreprocessCallbackTableIndex = 73,
	WdfDeviceWdmDispatchIrpTableIndex = 401,
	WdfDeviceWdmDispatchIrpToIoQueueTableIndex = 402,
	WdfDeviceConfigureWdmIrpDispatchCallbackTableIndex = 404
};

WDF_FUNCTION_1(PDEVICE_OBJECT, WdfDeviceWdmGetAttachedDevice, WDFDEVICE)
WDF_FUNCTION_2(NTSTATUS, WdfDeviceWdmDispatchPreprocessedIrp, WDFDEVICE, PIRP)
WDF_FUNCTION_5(NTSTATUS, WdfDeviceInitAssignWdmIrpPreprocessCallback, PWDFDEVICE_INIT,
	       EVT_WDFDEVICE_WDM_IRP_PREPROCESS *, UCHAR, PUCHAR, ULONG)
WDF_FUNCTION_3(NTSTATUS, WdfDeviceWdmDispatchIrp, WDFDEVICE, PIRP, WDFCONTEXT)
WDF_FUNCTION_4(NTSTATUS, WdfDeviceWdmDispatchIrpToIoQueue, WDFDEVICE, PIRP, WDFQUEUE, ULONG)
WDF_FUNCTION_5(NTSTATUS, WdfDeviceConfigureWdmIrpDispatchCallback, WDFDEVICE, WDFDRIVER, UCHAR,
	       EVT_WDFDEVICE_WDM_IRP_DISPATCH *, WDFCONTEXT)

#endif
