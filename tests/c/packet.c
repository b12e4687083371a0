/*
 * A driver that looks behind its requests: at the IRP with its stack location and MDLs, at the device and file objects,
 * and, in its caller's thread, at the caller's own buffers. Each device control answers with its input in capitals, by
 * whichever way leads to the buffers, and fails with the number of the line on which something was not as it should be.
 *
 * What is broken on purpose:
 *   BREAK_IRP       the IRP is looked at after the request was completed
 *   BREAK_CONTEXT   the caller's buffers are asked for when the request has been in a queue
 *   BREAK_BEHIND    something is written behind pool memory
 *   BREAK_BEFORE    something is written before pool memory
 *   BREAK_FREED     pool memory is written to after it was freed
 */
#include <ntddk.h>
#include <wdf.h>

#include "packet.h"

#define TAG 'kcaP'
#define EXPECT(condition)                        \
	do {                                     \
		if (!(condition))                \
			return -__LINE__;        \
	} while (0)

static PDRIVER_OBJECT PacketDriver;

static EVT_WDF_DRIVER_DEVICE_ADD PacketDeviceAdd;
static EVT_WDF_IO_IN_CALLER_CONTEXT PacketInCallerContext;
static EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL PacketControl;
static EVT_WDF_IO_QUEUE_IO_WRITE PacketWrite;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	PacketDriver = DriverObject;
	WDF_DRIVER_CONFIG_INIT(&config, PacketDeviceAdd);
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static NTSTATUS PacketDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_IO_QUEUE_CONFIG config;
	WDF_FILEOBJECT_CONFIG files;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);
	WDF_FILEOBJECT_CONFIG_INIT(&files, NULL, NULL, NULL);
	WdfDeviceInitSetFileObjectConfig(DeviceInit, &files, WDF_NO_OBJECT_ATTRIBUTES);
	WdfDeviceInitSetIoType(DeviceInit, WdfDeviceIoDirect);
	WdfDeviceInitSetIoInCallerContextCallback(DeviceInit, PacketInCallerContext);
	status = WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
	if (!NT_SUCCESS(status))
		return status;
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchSequential);
	config.EvtIoDeviceControl = PacketControl;
	config.EvtIoWrite = PacketWrite;
	return WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

static VOID Capitals(UCHAR *To, const UCHAR *From, size_t Length)
{
	for (size_t i = 0; i < Length; i++)
		To[i] = From[i] >= 'a' && From[i] <= 'z' ? From[i] - 32 : From[i];
}

/* METHOD_NEITHER: the buffers are the caller's, and this is the caller's thread. */
static NTSTATUS PacketNeither(WDFREQUEST Request, PIRP Irp)
{
	PIO_STACK_LOCATION here = IoGetCurrentIrpStackLocation(Irp);
	PVOID input, output;
	WDFMEMORY from, to, wrong;
	size_t inputLength, outputLength;
	NTSTATUS status;

	status = WdfRequestRetrieveUnsafeUserInputBuffer(Request, 1, &input, &inputLength);
	EXPECT(NT_SUCCESS(status) && input == here->Parameters.DeviceIoControl.Type3InputBuffer);
	status = WdfRequestRetrieveUnsafeUserOutputBuffer(Request, inputLength, &output, &outputLength);
	EXPECT(NT_SUCCESS(status) && output == Irp->UserBuffer && !Irp->MdlAddress);
	status = WdfRequestProbeAndLockUserBufferForRead(Request, input, inputLength, &from);
	EXPECT(NT_SUCCESS(status) && WdfMemoryGetBuffer(from, &inputLength) == input);
	status = WdfRequestProbeAndLockUserBufferForWrite(Request, output, outputLength, &to);
	EXPECT(NT_SUCCESS(status) && WdfMemoryGetBuffer(to, NULL) == output);
	EXPECT(WdfRequestProbeAndLockUserBufferForRead(Request, (PVOID)8, 1, &wrong) == STATUS_ACCESS_VIOLATION);
	Capitals(WdfMemoryGetBuffer(to, NULL), WdfMemoryGetBuffer(from, NULL), inputLength);
	return STATUS_SUCCESS;
}

/* What no bytes go with has no buffer of either kind. */
static NTSTATUS PacketEmpty(PIRP Irp, PIO_STACK_LOCATION Here)
{
	EXPECT(!Irp->AssociatedIrp.SystemBuffer && !Irp->MdlAddress && !Irp->UserBuffer);
	EXPECT(Here->MajorFunction != IRP_MJ_DEVICE_CONTROL || !Here->Parameters.DeviceIoControl.Type3InputBuffer);
	return STATUS_SUCCESS;
}

/* The device is one for direct I/O: what is read is written into pages that are locked for that. */
static NTSTATUS PacketRead(PIRP Irp, PIO_STACK_LOCATION Here)
{
	PMDL mdl = Irp->MdlAddress;

	EXPECT(Here->Parameters.Read.Length == PACKET_READ && Here->Parameters.Read.ByteOffset.QuadPart == 0);
	EXPECT(mdl && MmGetMdlByteCount(mdl) == PACKET_READ && mdl->MdlFlags & MDL_WRITE_OPERATION);
	EXPECT(!Irp->AssociatedIrp.SystemBuffer && !Irp->UserBuffer && !(Irp->Flags & IRP_BUFFERED_IO));
	return STATUS_SUCCESS;
}

static BOOLEAN PacketIsEmpty(PIO_STACK_LOCATION Here)
{
	if (Here->MajorFunction == IRP_MJ_DEVICE_CONTROL)
		return !Here->Parameters.DeviceIoControl.InputBufferLength &&
		       !Here->Parameters.DeviceIoControl.OutputBufferLength;
	return !(Here->MajorFunction == IRP_MJ_READ ? Here->Parameters.Read.Length : Here->Parameters.Write.Length);
}

static VOID PacketInCallerContext(WDFDEVICE Device, WDFREQUEST Request)
{
	PIRP irp = WdfRequestWdmGetIrp(Request);
	PIO_STACK_LOCATION here = IoGetCurrentIrpStackLocation(irp);
	NTSTATUS status;

	if (PacketIsEmpty(here)) {
		WdfRequestComplete(Request, PacketEmpty(irp, here));
		return;
	}
	if (here->MajorFunction == IRP_MJ_READ) {
		WdfRequestComplete(Request, PacketRead(irp, here));
		return;
	}
	if (here->MajorFunction == IRP_MJ_DEVICE_CONTROL &&
	    here->Parameters.DeviceIoControl.IoControlCode == PACKET_NEITHER) {
		status = PacketNeither(Request, irp);
		WdfRequestCompleteWithInformation(Request, status, here->Parameters.DeviceIoControl.InputBufferLength);
		return;
	}
	status = WdfDeviceEnqueueRequest(Device, Request);
	if (!NT_SUCCESS(status))
		WdfRequestComplete(Request, status);
}

/* The objects of the I/O manager's that stand behind the device and the file. */
static NTSTATUS PacketObjects(WDFDEVICE Device, PFILE_OBJECT File)
{
	PDEVICE_OBJECT object = WdfDeviceWdmGetDeviceObject(Device), below = WdfDeviceWdmGetAttachedDevice(Device);

	EXPECT(object->Type == IO_TYPE_DEVICE && object->Size >= sizeof *object && object->ReferenceCount > 0);
	EXPECT(object->DriverObject == PacketDriver && object->DeviceType == FILE_DEVICE_UNKNOWN);
	EXPECT((object->Flags & (DO_BUFFERED_IO | DO_DIRECT_IO)) == DO_DIRECT_IO);
	EXPECT(below->Type == IO_TYPE_DEVICE && below->AttachedDevice == object && !object->AttachedDevice);
	EXPECT(below->StackSize > 0 && object->StackSize == below->StackSize + 1);
	EXPECT(File->Type == IO_TYPE_FILE && File->Size == sizeof *File && File->ReadAccess && File->WriteAccess);
	/* The name that was opened is that of the lowest device. */
	EXPECT(File->DeviceObject == below);
	return STATUS_SUCCESS;
}

/* Behind an MDL are the frames of all pages that its memory touches. */
static BOOLEAN PacketIsDescribed(PMDL Mdl, PVOID Memory, size_t Length)
{
	const ULONG_PTR *frames = (const ULONG_PTR *)(Mdl + 1), offset = (ULONG_PTR)Memory % PAGE_SIZE;
	const size_t pages = (offset + Length + PAGE_SIZE - 1) / PAGE_SIZE;

	for (size_t i = 0; i < pages; i++)
		if (frames[i] != (ULONG64)MmGetPhysicalAddress((UCHAR *)Memory - offset + i * PAGE_SIZE).QuadPart / PAGE_SIZE)
			return FALSE;
	return Mdl->Size == (SHORT)(sizeof *Mdl + pages * sizeof *frames) && Mdl->ByteOffset == offset;
}

static NTSTATUS PacketLook(WDFDEVICE Device, WDFREQUEST Request, size_t InputLength, size_t OutputLength, ULONG Code)
{
	PIRP irp = WdfRequestWdmGetIrp(Request);
	PIO_STACK_LOCATION here = IoGetCurrentIrpStackLocation(irp);
	PDEVICE_OBJECT object = WdfDeviceWdmGetDeviceObject(Device);
	NTSTATUS status = PacketObjects(Device, here->FileObject);
	PMDL input, output;
	PVOID buffer;

	if (!NT_SUCCESS(status))
		return status;
	EXPECT(irp && irp == WdfRequestWdmGetIrp(Request) && irp->RequestorMode == UserMode && !irp->Cancel);
	EXPECT(irp->Tail.Overlay.OriginalFileObject == here->FileObject);
	EXPECT(here->FileObject == WdfFileObjectWdmGetFileObject(WdfRequestGetFileObject(Request)));
	EXPECT(here->DeviceObject == object && WdfWdmDeviceGetWdfDeviceHandle(object) == Device);
	EXPECT(irp->Type == 6 && irp->CurrentLocation == irp->StackCount);
	EXPECT(irp->Size == sizeof *irp + irp->StackCount * sizeof *here);
	EXPECT(here == (PIO_STACK_LOCATION)(irp + 1) + irp->CurrentLocation - 1);
	EXPECT(here->MajorFunction == IRP_MJ_DEVICE_CONTROL);
	EXPECT(here->Parameters.DeviceIoControl.IoControlCode == Code);
	EXPECT(here->Parameters.DeviceIoControl.InputBufferLength == InputLength);
	EXPECT(here->Parameters.DeviceIoControl.OutputBufferLength == OutputLength);
	EXPECT(!here->Parameters.DeviceIoControl.Type3InputBuffer && !irp->UserBuffer);
	EXPECT(NT_SUCCESS(WdfRequestRetrieveInputWdmMdl(Request, &input)));
	EXPECT(NT_SUCCESS(WdfRequestRetrieveOutputWdmMdl(Request, &output)));
	EXPECT(MmGetSystemAddressForMdlSafe(input, NormalPagePriority) == irp->AssociatedIrp.SystemBuffer);
	EXPECT(NT_SUCCESS(WdfRequestRetrieveOutputBuffer(Request, 1, &buffer, NULL)));
	if (Code == PACKET_BUFFERED) {
		/* The framework makes one MDL, for whichever side is asked first. */
		EXPECT(!irp->MdlAddress && output == input && buffer == irp->AssociatedIrp.SystemBuffer);
		EXPECT(irp->Flags & IRP_BUFFERED_IO && PacketIsDescribed(input, buffer, MmGetMdlByteCount(input)));
	} else {
		EXPECT(irp->MdlAddress == output && MmGetMdlByteCount(output) == OutputLength);
		EXPECT(MmGetSystemAddressForMdlSafe(output, NormalPagePriority) == buffer);
		/* METHOD_IN_DIRECT reads what is behind the MDL. */
		EXPECT(PacketIsDescribed(output, buffer, OutputLength));
		EXPECT(!(output->MdlFlags & MDL_WRITE_OPERATION) == (Code == PACKET_IN_DIRECT));
	}
	Capitals(buffer, irp->AssociatedIrp.SystemBuffer, InputLength);
	return STATUS_SUCCESS;
}

static NTSTATUS PacketBreak(WDFREQUEST Request)
{
	UCHAR *memory = ExAllocatePoolWithTag(NonPagedPool, 12, TAG);
	PVOID buffer = NULL;

	UNREFERENCED_PARAMETER(Request);
#ifdef BREAK_CONTEXT
	WdfRequestRetrieveUnsafeUserInputBuffer(Request, 1, &buffer, NULL);
#endif
	memory[11] = 1;
#ifdef BREAK_BEHIND
	memory[12] = 1;
#endif
#ifdef BREAK_BEFORE
	memory[-1] = 1;
#endif
	ExFreePoolWithTag(memory, TAG);
#ifdef BREAK_FREED
	*(volatile UCHAR *)memory = 2;
#endif
	return buffer ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
}

static VOID PacketControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
	WDFDEVICE device = WdfIoQueueGetDevice(Queue);
	PIRP irp = WdfRequestWdmGetIrp(Request);
	NTSTATUS status;

	if (Code == PACKET_BREAK)
		status = PacketBreak(Request);
	else
		status = PacketLook(device, Request, InputLength, OutputLength, Code);
	WdfRequestCompleteWithInformation(Request, status, NT_SUCCESS(status) ? InputLength : 0);
#ifdef BREAK_IRP
	if (IoGetCurrentIrpStackLocation(irp)->Parameters.DeviceIoControl.IoControlCode == PACKET_NEITHER)
		KeBugCheckEx(1, 2, 3, 4, 5);
#else
	UNREFERENCED_PARAMETER(irp);
#endif
}

/* The device is one for direct I/O: the data of a write is behind an MDL, and there is no system buffer. */
static VOID PacketWrite(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
	PIRP irp = WdfRequestWdmGetIrp(Request);
	PMDL mdl = NULL;
	const UCHAR *data;
	NTSTATUS status = WdfRequestRetrieveInputWdmMdl(Request, &mdl);

	UNREFERENCED_PARAMETER(Queue);
	if (NT_SUCCESS(status)) {
		data = MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority);
		if (mdl != irp->MdlAddress || irp->AssociatedIrp.SystemBuffer || MmGetMdlByteCount(mdl) != Length ||
		    mdl->MdlFlags & MDL_WRITE_OPERATION ||
		    data[0] != 'w' || WdfRequestRetrieveOutputWdmMdl(Request, &mdl) != STATUS_INVALID_DEVICE_REQUEST)
			status = STATUS_UNSUCCESSFUL;
	}
	WdfRequestCompleteWithInformation(Request, status, Length);
}
