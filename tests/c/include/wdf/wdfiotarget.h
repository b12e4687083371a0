/* I/O targets and requests that are sent to them: what the tests' drivers need of the framework's headers of them. */
#ifndef TESTS_WDFIOTARGET_H
#define TESTS_WDFIOTARGET_H

typedef struct WDFIOTARGET__ *WDFIOTARGET;

typedef enum _WDF_IO_TARGET_OPEN_TYPE {
	WdfIoTargetOpenUseExistingDevice = 1,
	WdfIoTargetOpenByName = 2,
	WdfIoTargetOpenReopen = 3
} WDF_IO_TARGET_OPEN_TYPE;
typedef enum _WDF_REQUEST_SEND_OPTIONS_FLAGS {
	WDF_REQUEST_SEND_OPTION_TIMEOUT = 1,
	WDF_REQUEST_SEND_OPTION_SYNCHRONOUS = 2,
	WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE = 4,
	WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET = 8
} WDF_REQUEST_SEND_OPTIONS_FLAGS;
typedef enum _WDF_MEMORY_DESCRIPTOR_TYPE {
	WdfMemoryDescriptorTypeBuffer = 1,
	WdfMemoryDescriptorTypeMdl = 2,
	WdfMemoryDescriptorTypeHandle = 3
} WDF_MEMORY_DESCRIPTOR_TYPE;

typedef struct _WDFMEMORY_OFFSET {
	size_t BufferOffset;
	size_t BufferLength;
} WDFMEMORY_OFFSET, *PWDFMEMORY_OFFSET;

typedef struct _WDF_MEMORY_DESCRIPTOR {
	WDF_MEMORY_DESCRIPTOR_TYPE Type;
	union {
		struct {
			PVOID Buffer;
			ULONG Length;
		} BufferType;
		struct {
			PMDL Mdl;
			ULONG BufferLength;
		} MdlType;
		struct {
			WDFMEMORY Memory;
			PWDFMEMORY_OFFSET Offsets;
		} HandleType;
	} u;
} WDF_MEMORY_DESCRIPTOR, *PWDF_MEMORY_DESCRIPTOR;

typedef struct _WDF_REQUEST_COMPLETION_PARAMS {
	ULONG Size;
	WDF_REQUEST_TYPE Type;
	IO_STATUS_BLOCK IoStatus;
	union {
		struct {
			WDFMEMORY Buffer;
			size_t Length;
			size_t Offset;
		} Write, Read;
		struct {
			ULONG IoControlCode;
			struct {
				WDFMEMORY Buffer;
				size_t Offset;
			} Input;
			struct {
				WDFMEMORY Buffer;
				size_t Offset;
				size_t Length;
			} Output;
		} Ioctl;
	} Parameters;
} WDF_REQUEST_COMPLETION_PARAMS, *PWDF_REQUEST_COMPLETION_PARAMS;

typedef struct _WDF_REQUEST_SEND_OPTIONS {
	ULONG Size;
	ULONG Flags;
	LONGLONG Timeout;
} WDF_REQUEST_SEND_OPTIONS, *PWDF_REQUEST_SEND_OPTIONS;

typedef struct _WDF_REQUEST_REUSE_PARAMS {
	ULONG Size;
	ULONG Flags;
	NTSTATUS Status;
	PIRP NewIrp;
} WDF_REQUEST_REUSE_PARAMS, *PWDF_REQUEST_REUSE_PARAMS;

typedef NTSTATUS EVT_WDF_IO_TARGET_QUERY_REMOVE(WDFIOTARGET Target);
typedef VOID EVT_WDF_IO_TARGET_REMOVED(WDFIOTARGET Target);
typedef VOID EVT_WDF_REQUEST_COMPLETION_ROUTINE(WDFREQUEST Request, WDFIOTARGET Target,
						PWDF_REQUEST_COMPLETION_PARAMS Params, WDFCONTEXT Context);

typedef struct _WDF_IO_TARGET_OPEN_PARAMS {
	ULONG Size;
	WDF_IO_TARGET_OPEN_TYPE Type;
	EVT_WDF_IO_TARGET_QUERY_REMOVE *EvtIoTargetQueryRemove;
	EVT_WDF_IO_TARGET_REMOVED *EvtIoTargetRemoveCanceled;
	EVT_WDF_IO_TARGET_REMOVED *EvtIoTargetRemoveComplete;
	PDEVICE_OBJECT TargetDeviceObject;
	PFILE_OBJECT TargetFileObject;
	UNICODE_STRING TargetDeviceName;
	ACCESS_MASK DesiredAccess;
	ULONG ShareAccess;
	ULONG FileAttributes;
	ULONG CreateDisposition;
	ULONG CreateOptions;
	PVOID EaBuffer;
	ULONG EaBufferLength;
	PLONGLONG AllocationSize;
	ULONG FileInformation;
	UNICODE_STRING FileName;
} WDF_IO_TARGET_OPEN_PARAMS, *PWDF_IO_TARGET_OPEN_PARAMS;

static inline __attribute__((unused)) VOID
WDF_IO_TARGET_OPEN_PARAMS_INIT_OPEN_BY_NAME(PWDF_IO_TARGET_OPEN_PARAMS Params, PCUNICODE_STRING Name, ACCESS_MASK Access)
{
	/* FILE_OPEN, FILE_NON_DIRECTORY_FILE. */
	*Params = (WDF_IO_TARGET_OPEN_PARAMS){ .Size = sizeof *Params,
					       .Type = WdfIoTargetOpenByName,
					       .TargetDeviceName = *Name,
					       .DesiredAccess = Access,
					       .CreateDisposition = 1,
					       .CreateOptions = 0x40 };
}

static inline __attribute__((unused)) VOID WDF_REQUEST_SEND_OPTIONS_INIT(PWDF_REQUEST_SEND_OPTIONS Options, ULONG Flags)
{
	*Options = (WDF_REQUEST_SEND_OPTIONS){ .Size = sizeof *Options, .Flags = Flags };
}

static inline __attribute__((unused)) VOID WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(PWDF_REQUEST_SEND_OPTIONS Options,
										LONGLONG Timeout)
{
	Options->Flags |= WDF_REQUEST_SEND_OPTION_TIMEOUT;
	Options->Timeout = Timeout;
}

static inline __attribute__((unused)) VOID WDF_REQUEST_REUSE_PARAMS_INIT(PWDF_REQUEST_REUSE_PARAMS Params, ULONG Flags,
									 NTSTATUS Status)
{
	*Params = (WDF_REQUEST_REUSE_PARAMS){ .Size = sizeof *Params, .Flags = Flags, .Status = Status };
}

static inline __attribute__((unused)) VOID WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(PWDF_MEMORY_DESCRIPTOR Descriptor,
									     PVOID Buffer, ULONG Length)
{
	*Descriptor = (WDF_MEMORY_DESCRIPTOR){ .Type = WdfMemoryDescriptorTypeBuffer,
					       .u.BufferType = { Buffer, Length } };
}

enum {
	WdfDeviceGetIoTargetTableIndex = 42,
	WdfFdoInitSetFilterTableIndex = 129,
	WdfIoTargetCreateTableIndex = 167,
	WdfIoTargetOpenTableIndex = 168,
	WdfIoTargetCloseTableIndex = 170,
	WdfIoTargetWdmGetTargetDeviceObjectTableIndex = 178,
	WdfIoTargetSendIoctlSynchronouslyTableIndex = 186,
	WdfIoTargetFormatRequestForIoctlTableIndex = 187,
	WdfRequestCreateTableIndex = 247,
	WdfRequestReuseTableIndex = 249,
	WdfRequestFormatRequestUsingCurrentTypeTableIndex = 251,
	WdfRequestSendTableIndex = 253,
	WdfRequestGetStatusTableIndex = 254,
	WdfRequestCancelSentRequestTableIndex = 258,
	WdfRequestSetCompletionRoutineTableIndex = 260
};

WDF_FUNCTION_1(WDFIOTARGET, WdfDeviceGetIoTarget, WDFDEVICE)
WDF_FUNCTION_1(VOID, WdfFdoInitSetFilter, PWDFDEVICE_INIT)
WDF_FUNCTION_3(NTSTATUS, WdfIoTargetCreate, WDFDEVICE, PWDF_OBJECT_ATTRIBUTES, WDFIOTARGET *)
WDF_FUNCTION_2(NTSTATUS, WdfIoTargetOpen, WDFIOTARGET, PWDF_IO_TARGET_OPEN_PARAMS)
WDF_FUNCTION_1(VOID, WdfIoTargetClose, WDFIOTARGET)
WDF_FUNCTION_1(PDEVICE_OBJECT, WdfIoTargetWdmGetTargetDeviceObject, WDFIOTARGET)
WDF_FUNCTION_7(NTSTATUS, WdfIoTargetSendIoctlSynchronously, WDFIOTARGET, WDFREQUEST, ULONG, PWDF_MEMORY_DESCRIPTOR,
	       PWDF_MEMORY_DESCRIPTOR, PWDF_REQUEST_SEND_OPTIONS, ULONG_PTR *)
WDF_FUNCTION_7(NTSTATUS, WdfIoTargetFormatRequestForIoctl, WDFIOTARGET, WDFREQUEST, ULONG, WDFMEMORY, PWDFMEMORY_OFFSET,
	       WDFMEMORY, PWDFMEMORY_OFFSET)
WDF_FUNCTION_3(NTSTATUS, WdfRequestCreate, PWDF_OBJECT_ATTRIBUTES, WDFIOTARGET, WDFREQUEST *)
WDF_FUNCTION_2(NTSTATUS, WdfRequestReuse, WDFREQUEST, PWDF_REQUEST_REUSE_PARAMS)
WDF_FUNCTION_1(VOID, WdfRequestFormatRequestUsingCurrentType, WDFREQUEST)
WDF_FUNCTION_3(BOOLEAN, WdfRequestSend, WDFREQUEST, WDFIOTARGET, PWDF_REQUEST_SEND_OPTIONS)
WDF_FUNCTION_1(NTSTATUS, WdfRequestGetStatus, WDFREQUEST)
WDF_FUNCTION_1(BOOLEAN, WdfRequestCancelSentRequest, WDFREQUEST)
WDF_FUNCTION_3(VOID, WdfRequestSetCompletionRoutine, WDFREQUEST, EVT_WDF_REQUEST_COMPLETION_ROUTINE *, WDFCONTEXT)

#endif
