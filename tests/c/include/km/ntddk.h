/*
 * What the tests' drivers need of the kernel's headers: types, structures and routines by their released names.
 *
 * Written for these tests, after the facts of the interface; a driver that includes the official headers instead sees
 * the same layouts, which tests/c_drivers.rs holds this file to. LONG has 32 bits and WCHAR 16 (-fshort-wchar), as on
 * Windows, whatever the host's long and wchar_t are.
 */
#ifndef TESTS_NTDDK_H
#define TESTS_NTDDK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define NTAPI
#define IN
#define OUT
#define TRUE 1
#define FALSE 0
#define UNREFERENCED_PARAMETER(p) ((void)(p))
#define CONTAINING_RECORD(address, type, field) ((type *)((char *)(address)-offsetof(type, field)))

typedef void VOID, *PVOID;
typedef char CHAR, CCHAR, *PCHAR, *PSTR;
typedef const char *PCSTR, *LPCSTR, *PCCH;
typedef unsigned char UCHAR, *PUCHAR, BOOLEAN, *PBOOLEAN;
typedef int16_t SHORT;
typedef uint16_t USHORT, *PUSHORT;
typedef int32_t LONG, *PLONG, NTSTATUS;
typedef uint32_t ULONG, *PULONG, ACCESS_MASK;
typedef int64_t LONGLONG, *PLONGLONG, LONG_PTR;
typedef uint64_t ULONGLONG, ULONG64, ULONG_PTR, SIZE_T, KAFFINITY, POOL_FLAGS;
typedef wchar_t WCHAR, *PWSTR;
typedef const WCHAR *PCWSTR;
typedef void *HANDLE, **PHANDLE;
typedef UCHAR KIRQL, *PKIRQL;
typedef CCHAR KPROCESSOR_MODE;
typedef ULONG_PTR KSPIN_LOCK, *PKSPIN_LOCK;

_Static_assert(sizeof(WCHAR) == 2, "compile with -fshort-wchar");

typedef union _LARGE_INTEGER {
	struct {
		ULONG LowPart;
		LONG HighPart;
	} u;
	LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;

typedef struct _UNICODE_STRING {
	USHORT Length;
	USHORT MaximumLength;
	PWSTR Buffer;
} UNICODE_STRING, *PUNICODE_STRING;
typedef const UNICODE_STRING *PCUNICODE_STRING;

typedef struct _ANSI_STRING {
	USHORT Length;
	USHORT MaximumLength;
	PCHAR Buffer;
} ANSI_STRING, *PANSI_STRING;

typedef struct _LIST_ENTRY {
	struct _LIST_ENTRY *Flink;
	struct _LIST_ENTRY *Blink;
} LIST_ENTRY, *PLIST_ENTRY;

typedef struct _RTL_BITMAP {
	ULONG SizeOfBitMap;
	PULONG Buffer;
} RTL_BITMAP, *PRTL_BITMAP;

typedef struct _TIME_FIELDS {
	SHORT Year;
	SHORT Month;
	SHORT Day;
	SHORT Hour;
	SHORT Minute;
	SHORT Second;
	SHORT Milliseconds;
	SHORT Weekday;
} TIME_FIELDS, *PTIME_FIELDS;

typedef struct _GUID {
	uint32_t Data1;
	uint16_t Data2;
	uint16_t Data3;
	uint8_t Data4[8];
} GUID;

typedef struct _SINGLE_LIST_ENTRY {
	struct _SINGLE_LIST_ENTRY *Next;
} SINGLE_LIST_ENTRY, *PSINGLE_LIST_ENTRY;

typedef struct __attribute__((aligned(16))) _SLIST_ENTRY {
	struct _SLIST_ENTRY *Next;
} SLIST_ENTRY, *PSLIST_ENTRY;
typedef union __attribute__((aligned(16))) _SLIST_HEADER {
	ULONGLONG inside[2];
} SLIST_HEADER, *PSLIST_HEADER;

typedef struct _DRIVER_OBJECT DRIVER_OBJECT, *PDRIVER_OBJECT;
typedef struct _DEVICE_OBJECT DEVICE_OBJECT, *PDEVICE_OBJECT;
typedef struct _FILE_OBJECT FILE_OBJECT, *PFILE_OBJECT;
typedef struct _KTHREAD *PKTHREAD, *PETHREAD;
typedef struct _OBJECT_TYPE *POBJECT_TYPE;
typedef struct _IO_WORKITEM IO_WORKITEM, *PIO_WORKITEM;
typedef struct _OBJECT_ATTRIBUTES {
	ULONG Length;
	HANDLE RootDirectory;
	PUNICODE_STRING ObjectName;
	ULONG Attributes;
	PVOID SecurityDescriptor;
	PVOID SecurityQualityOfService;
} OBJECT_ATTRIBUTES, *POBJECT_ATTRIBUTES;
typedef struct _CLIENT_ID CLIENT_ID, *PCLIENT_ID;

typedef struct _IO_STATUS_BLOCK {
	union {
		NTSTATUS Status;
		PVOID Pointer;
	};
	ULONG_PTR Information;
} IO_STATUS_BLOCK, *PIO_STATUS_BLOCK;

typedef struct _MDL {
	struct _MDL *Next;
	SHORT Size;
	SHORT MdlFlags;
	PVOID Process;
	PVOID MappedSystemVa;
	PVOID StartVa;
	ULONG ByteCount;
	ULONG ByteOffset;
} MDL, *PMDL;

/* Whose inside is the kernel's. */
typedef struct _KEVENT {
	ULONG64 inside[3];
} KEVENT, *PKEVENT;
typedef struct _KTIMER {
	ULONG64 inside[8];
} KTIMER, *PKTIMER;
typedef struct _KDPC {
	ULONG64 inside[8];
} KDPC, *PKDPC;
typedef struct _KSEMAPHORE {
	ULONG64 inside[4];
} KSEMAPHORE, *PKSEMAPHORE;
typedef struct _KMUTEX {
	ULONG64 inside[7];
} KMUTEX, *PKMUTEX;
typedef struct _KLOCK_QUEUE_HANDLE {
	ULONG64 inside[3];
} KLOCK_QUEUE_HANDLE, *PKLOCK_QUEUE_HANDLE;

typedef struct __attribute__((aligned(16))) _ERESOURCE {
	ULONG64 inside[14];
} ERESOURCE, *PERESOURCE;
typedef volatile LONG EX_SPIN_LOCK, *PEX_SPIN_LOCK;
typedef ULONG_PTR EX_PUSH_LOCK, *PEX_PUSH_LOCK;
typedef struct _EX_RUNDOWN_REF {
	ULONG_PTR inside;
} EX_RUNDOWN_REF, *PEX_RUNDOWN_REF;
typedef struct _IO_REMOVE_LOCK {
	ULONG64 inside[4];
} IO_REMOVE_LOCK, *PIO_REMOVE_LOCK;

typedef struct _KEY_BASIC_INFORMATION {
	LARGE_INTEGER LastWriteTime;
	ULONG TitleIndex;
	ULONG NameLength;
	WCHAR Name[1];
} KEY_BASIC_INFORMATION, *PKEY_BASIC_INFORMATION;
typedef struct _KEY_FULL_INFORMATION {
	LARGE_INTEGER LastWriteTime;
	ULONG TitleIndex;
	ULONG ClassOffset;
	ULONG ClassLength;
	ULONG SubKeys;
	ULONG MaxNameLen;
	ULONG MaxClassLen;
	ULONG Values;
	ULONG MaxValueNameLen;
	ULONG MaxValueDataLen;
	WCHAR Class[1];
} KEY_FULL_INFORMATION, *PKEY_FULL_INFORMATION;
typedef enum _KEY_INFORMATION_CLASS {
	KeyBasicInformation,
	KeyNodeInformation,
	KeyFullInformation,
	KeyNameInformation,
} KEY_INFORMATION_CLASS;
typedef struct _KEY_VALUE_BASIC_INFORMATION {
	ULONG TitleIndex;
	ULONG Type;
	ULONG NameLength;
	WCHAR Name[1];
} KEY_VALUE_BASIC_INFORMATION, *PKEY_VALUE_BASIC_INFORMATION;
typedef struct _KEY_VALUE_PARTIAL_INFORMATION {
	ULONG TitleIndex;
	ULONG Type;
	ULONG DataLength;
	UCHAR Data[1];
} KEY_VALUE_PARTIAL_INFORMATION, *PKEY_VALUE_PARTIAL_INFORMATION;
typedef enum _KEY_VALUE_INFORMATION_CLASS {
	KeyValueBasicInformation,
	KeyValueFullInformation,
	KeyValuePartialInformation,
} KEY_VALUE_INFORMATION_CLASS;
typedef NTSTATUS RTL_QUERY_REGISTRY_ROUTINE(PWSTR ValueName, ULONG ValueType, PVOID ValueData, ULONG ValueLength,
					    PVOID Context, PVOID EntryContext);
typedef struct _RTL_QUERY_REGISTRY_TABLE {
	RTL_QUERY_REGISTRY_ROUTINE *QueryRoutine;
	ULONG Flags;
	PWSTR Name;
	PVOID EntryContext;
	ULONG DefaultType;
	PVOID DefaultData;
	ULONG DefaultLength;
} RTL_QUERY_REGISTRY_TABLE, *PRTL_QUERY_REGISTRY_TABLE;

typedef LARGE_INTEGER PHYSICAL_ADDRESS;

/* Packed to four bytes, as the bus drivers store it. */
typedef struct __attribute__((packed, aligned(4))) _CM_PARTIAL_RESOURCE_DESCRIPTOR {
	UCHAR Type;
	UCHAR ShareDisposition;
	USHORT Flags;
	union __attribute__((packed, aligned(4))) {
		struct __attribute__((packed, aligned(4))) {
			PHYSICAL_ADDRESS Start;
			ULONG Length;
		} Memory, Port;
		struct __attribute__((packed, aligned(4))) {
			ULONG Level;
			ULONG Vector;
			KAFFINITY Affinity;
		} Interrupt;
	} u;
} CM_PARTIAL_RESOURCE_DESCRIPTOR, *PCM_PARTIAL_RESOURCE_DESCRIPTOR;

_Static_assert(sizeof(CM_PARTIAL_RESOURCE_DESCRIPTOR) == 20, "as on 64-bit Windows");

struct _DEVICE_OBJECT {
	SHORT Type;
	USHORT Size;
	LONG ReferenceCount;
	PDRIVER_OBJECT DriverObject;
	PDEVICE_OBJECT NextDevice;
	PDEVICE_OBJECT AttachedDevice;
	PVOID CurrentIrp;
	PVOID Timer;
	ULONG Flags;
	ULONG Characteristics;
	PVOID Vpb;
	PVOID DeviceExtension;
	ULONG DeviceType;
	CHAR StackSize;
	ULONG64 Queue[9];
	ULONG AlignmentRequirement;
	ULONG64 DeviceQueue[5];
	KDPC Dpc;
	ULONG ActiveThreadCount;
	PVOID SecurityDescriptor;
	KEVENT DeviceLock;
	USHORT SectorSize;
	USHORT Spare1;
	PVOID DeviceObjectExtension;
	PVOID Reserved;
};

struct _FILE_OBJECT {
	SHORT Type;
	SHORT Size;
	PDEVICE_OBJECT DeviceObject;
	PVOID Vpb, FsContext, FsContext2, SectionObjectPointer, PrivateCacheMap;
	NTSTATUS FinalStatus;
	PFILE_OBJECT RelatedFileObject;
	BOOLEAN LockOperation, DeletePending, ReadAccess, WriteAccess, DeleteAccess, SharedRead, SharedWrite, SharedDelete;
	ULONG Flags;
	UNICODE_STRING FileName;
	LARGE_INTEGER CurrentByteOffset;
	ULONG Waiters, Busy;
	PVOID LastLock;
	KEVENT Lock, Event;
	PVOID CompletionContext;
	KSPIN_LOCK IrpListLock;
	LIST_ENTRY IrpList;
	PVOID FileObjectExtension;
};

#define IO_TYPE_DEVICE 3
#define IO_TYPE_FILE 5
#define DO_BUFFERED_IO 0x4
#define DO_DIRECT_IO 0x10

#define CmResourceTypePort 1
#define CmResourceTypeInterrupt 2
#define CmResourceTypeMemory 3

typedef struct _IO_STACK_LOCATION {
	UCHAR MajorFunction;
	UCHAR MinorFunction;
	UCHAR Flags;
	UCHAR Control;
	union {
		struct {
			ULONG Length;
			ULONG __attribute__((aligned(8))) Key;
			ULONG Flags;
			LARGE_INTEGER ByteOffset;
		} Read, Write;
		struct {
			ULONG OutputBufferLength;
			ULONG __attribute__((aligned(8))) InputBufferLength;
			ULONG __attribute__((aligned(8))) IoControlCode;
			PVOID Type3InputBuffer;
		} DeviceIoControl;
	} Parameters;
	PDEVICE_OBJECT DeviceObject;
	PFILE_OBJECT FileObject;
	PVOID CompletionRoutine;
	PVOID Context;
} IO_STACK_LOCATION, *PIO_STACK_LOCATION;

typedef struct _IRP {
	SHORT Type;
	USHORT Size;
	PMDL MdlAddress;
	ULONG Flags;
	union {
		struct _IRP *MasterIrp;
		PVOID SystemBuffer;
	} AssociatedIrp;
	LIST_ENTRY ThreadListEntry;
	IO_STATUS_BLOCK IoStatus;
	KPROCESSOR_MODE RequestorMode;
	BOOLEAN PendingReturned;
	CHAR StackCount;
	CHAR CurrentLocation;
	BOOLEAN Cancel;
	KIRQL CancelIrql;
	CCHAR ApcEnvironment;
	UCHAR AllocationFlags;
	PIO_STATUS_BLOCK UserIosb;
	PKEVENT UserEvent;
	ULONG64 Overlay[2];
	PVOID CancelRoutine;
	PVOID UserBuffer;
	union {
		struct {
			PVOID DriverContext[4];
			PETHREAD Thread;
			PCHAR AuxiliaryBuffer;
			LIST_ENTRY ListEntry;
			PIO_STACK_LOCATION CurrentStackLocation;
			PFILE_OBJECT OriginalFileObject;
		} Overlay;
		ULONG64 inside[11];
	} Tail;
} IRP, *PIRP;

_Static_assert(sizeof(IRP) == 208 && sizeof(IO_STACK_LOCATION) == 72, "as on 64-bit Windows");

#define SL_PENDING_RETURNED 0x01
#define SL_INVOKE_ON_CANCEL 0x20
#define SL_INVOKE_ON_SUCCESS 0x40
#define SL_INVOKE_ON_ERROR 0x80
#define IRP_BUFFERED_IO 0x10
#define IRP_INPUT_OPERATION 0x40
#define IRP_MJ_CREATE 0
#define IRP_MJ_READ 3
#define IRP_MJ_WRITE 4
#define IRP_MJ_DEVICE_CONTROL 14

static inline PIO_STACK_LOCATION IoGetCurrentIrpStackLocation(PIRP Irp)
{
	return Irp->Tail.Overlay.CurrentStackLocation;
}

/* A driver's own IRPs, and those that it passes on. */
typedef NTSTATUS IO_COMPLETION_ROUTINE(PDEVICE_OBJECT DeviceObject, PIRP Irp, PVOID Context);
PIRP IoAllocateIrp(CCHAR StackSize, BOOLEAN ChargeQuota);
VOID IoFreeIrp(PIRP Irp);
VOID IoReuseIrp(PIRP Irp, NTSTATUS Status);
BOOLEAN IoCancelIrp(PIRP Irp);
NTSTATUS IofCallDriver(PDEVICE_OBJECT DeviceObject, PIRP Irp);
VOID IofCompleteRequest(PIRP Irp, CCHAR Boost);
#define IoCallDriver(device, irp) IofCallDriver((device), (irp))
#define IoCompleteRequest(irp, boost) IofCompleteRequest((irp), (boost))
PIRP IoBuildDeviceIoControlRequest(ULONG Code, PDEVICE_OBJECT DeviceObject, PVOID Input, ULONG InputLength, PVOID Output,
				   ULONG OutputLength, BOOLEAN AsInternal, PKEVENT Event, PIO_STATUS_BLOCK StatusBlock);
PIRP IoBuildAsynchronousFsdRequest(ULONG MajorFunction, PDEVICE_OBJECT DeviceObject, PVOID Buffer, ULONG Length,
				   PLARGE_INTEGER Offset, PIO_STATUS_BLOCK StatusBlock);

static inline PIO_STACK_LOCATION IoGetNextIrpStackLocation(PIRP Irp)
{
	return Irp->Tail.Overlay.CurrentStackLocation - 1;
}

static inline VOID IoSkipCurrentIrpStackLocation(PIRP Irp)
{
	Irp->CurrentLocation++;
	Irp->Tail.Overlay.CurrentStackLocation++;
}

static inline VOID IoCopyCurrentIrpStackLocationToNext(PIRP Irp)
{
	PIO_STACK_LOCATION next = IoGetNextIrpStackLocation(Irp);
	memcpy(next, next + 1, offsetof(IO_STACK_LOCATION, CompletionRoutine));
	next->Control = 0;
}

static inline VOID IoMarkIrpPending(PIRP Irp)
{
	IoGetCurrentIrpStackLocation(Irp)->Control |= SL_PENDING_RETURNED;
}

static inline VOID IoSetCompletionRoutine(PIRP Irp, IO_COMPLETION_ROUTINE *Routine, PVOID Context, BOOLEAN Success,
					  BOOLEAN Error, BOOLEAN Cancel)
{
	PIO_STACK_LOCATION next = IoGetNextIrpStackLocation(Irp);
	next->CompletionRoutine = Routine;
	next->Context = Context;
	next->Control = (Success ? SL_INVOKE_ON_SUCCESS : 0) | (Error ? SL_INVOKE_ON_ERROR : 0) |
			(Cancel ? SL_INVOKE_ON_CANCEL : 0);
}

typedef struct __attribute__((aligned(64))) _NPAGED_LOOKASIDE_LIST {
	struct {
		SLIST_HEADER ListHead;
		USHORT Depth;
		USHORT MaximumDepth;
		ULONG TotalAllocates;
		ULONG AllocateMisses;
		ULONG TotalFrees;
		ULONG FreeMisses;
		ULONG Type;
		ULONG Tag;
		ULONG Size;
		PVOID (*Allocate)(ULONG Type, SIZE_T Size, ULONG Tag);
		VOID (*Free)(PVOID Memory);
		ULONG64 inside[4];
	} L;
} NPAGED_LOOKASIDE_LIST, *PNPAGED_LOOKASIDE_LIST;
typedef struct _WORK_QUEUE_ITEM {
	LIST_ENTRY List;
	VOID (*WorkerRoutine)(PVOID Parameter);
	PVOID Parameter;
} WORK_QUEUE_ITEM, *PWORK_QUEUE_ITEM;

typedef VOID KSTART_ROUTINE(PVOID StartContext);
typedef VOID IO_WORKITEM_ROUTINE(PDEVICE_OBJECT DeviceObject, PVOID Context);
typedef VOID KDEFERRED_ROUTINE(PKDPC Dpc, PVOID Context, PVOID Argument1, PVOID Argument2);

typedef enum _EVENT_TYPE { NotificationEvent, SynchronizationEvent } EVENT_TYPE;
typedef enum _TIMER_TYPE { NotificationTimer, SynchronizationTimer } TIMER_TYPE;
typedef enum _WAIT_TYPE { WaitAll, WaitAny } WAIT_TYPE;
typedef enum _KWAIT_REASON { Executive } KWAIT_REASON;
typedef enum _POOL_TYPE { NonPagedPool = 0, PagedPool = 1, NonPagedPoolNx = 512 } POOL_TYPE;
typedef enum _LOCK_OPERATION { IoReadAccess, IoWriteAccess, IoModifyAccess } LOCK_OPERATION;
typedef enum _MEMORY_CACHING_TYPE { MmNonCached, MmCached } MEMORY_CACHING_TYPE;
typedef enum _WORK_QUEUE_TYPE { CriticalWorkQueue, DelayedWorkQueue } WORK_QUEUE_TYPE;
enum { KernelMode, UserMode };

#define MDL_MAPPED_TO_SYSTEM_VA 1
#define MDL_SOURCE_IS_NONPAGED_POOL 4
#define MDL_WRITE_OPERATION 0x80
#define NormalPagePriority 16
#define THREAD_ALL_ACCESS 0x1FFFFF
#define EVENT_ALL_ACCESS 0x1F0003
#define OBJ_KERNEL_HANDLE 0x200
#define PAGE_SIZE 4096

#define PASSIVE_LEVEL 0
#define APC_LEVEL 1
#define DISPATCH_LEVEL 2
#define IO_NO_INCREMENT 0
#define POOL_FLAG_UNINITIALIZED 0x2ull
#define POOL_FLAG_NON_PAGED 0x40ull
#define POOL_FLAG_PAGED 0x100ull

#define NT_SUCCESS(status) ((NTSTATUS)(status) >= 0)
#define STATUS_SUCCESS ((NTSTATUS)0x00000000)
#define STATUS_PENDING ((NTSTATUS)0x00000103)
#define STATUS_MORE_PROCESSING_REQUIRED ((NTSTATUS)0xC0000016)
#define STATUS_WAIT_1 ((NTSTATUS)0x00000001)
#define STATUS_TIMEOUT ((NTSTATUS)0x00000102)
#define STATUS_BUFFER_OVERFLOW ((NTSTATUS)0x80000005)
#define STATUS_NO_MORE_ENTRIES ((NTSTATUS)0x8000001A)
#define STATUS_ACCESS_VIOLATION ((NTSTATUS)0xC0000005)
#define STATUS_UNSUCCESSFUL ((NTSTATUS)0xC0000001)
#define STATUS_INVALID_PARAMETER ((NTSTATUS)0xC000000D)
#define STATUS_INVALID_DEVICE_REQUEST ((NTSTATUS)0xC0000010)
#define STATUS_BUFFER_TOO_SMALL ((NTSTATUS)0xC0000023)
#define STATUS_OBJECT_NAME_NOT_FOUND ((NTSTATUS)0xC0000034)
#define STATUS_INSUFFICIENT_RESOURCES ((NTSTATUS)0xC000009A)
#define STATUS_CANCELLED ((NTSTATUS)0xC0000120)
#define STATUS_DEVICE_CONFIGURATION_ERROR ((NTSTATUS)0xC0000182)
#define STATUS_INVALID_HANDLE ((NTSTATUS)0xC0000008)
#define STATUS_OBJECT_TYPE_MISMATCH ((NTSTATUS)0xC0000024)
#define STATUS_DELETE_PENDING ((NTSTATUS)0xC0000056)
#define STATUS_KEY_DELETED ((NTSTATUS)0xC000017C)
#define STATUS_DEVICE_BUSY ((NTSTATUS)0x80000011)

#define METHOD_BUFFERED 0
#define METHOD_IN_DIRECT 1
#define METHOD_OUT_DIRECT 2
#define METHOD_NEITHER 3
#define FILE_ANY_ACCESS 0
#define FILE_DEVICE_UNKNOWN 0x22
#define CTL_CODE(type, function, method, access) (((type) << 16) | ((access) << 14) | ((function) << 2) | (method))

#define RtlCopyMemory(to, from, n) memcpy((to), (from), (n))
#define RtlZeroMemory(to, n) memset((to), 0, (n))
#define KeAcquireSpinLock(lock, irql) (*(irql) = KeAcquireSpinLockRaiseToDpc(lock))
#define KeRaiseIrql(irql, before) (*(before) = KfRaiseIrql(irql))
#define KdPrint(arguments) DbgPrint arguments

ULONG DbgPrint(PCSTR Format, ...);
int _snprintf(char *To, size_t Room, PCSTR Format, ...);
int _snwprintf(PWSTR To, size_t Room, PCWSTR Format, ...);
size_t wcslen(PCWSTR Text);
ULONG DbgPrintEx(ULONG Component, ULONG Level, PCSTR Format, ...);

PVOID ExAllocatePool2(POOL_FLAGS Flags, SIZE_T Size, ULONG Tag);
PVOID ExAllocatePoolWithTag(POOL_TYPE Type, SIZE_T Size, ULONG Tag);
VOID ExFreePool(PVOID Memory);
VOID ExFreePoolWithTag(PVOID Memory, ULONG Tag);

KIRQL KeGetCurrentIrql(VOID);
KIRQL KfRaiseIrql(KIRQL Irql);
VOID KeLowerIrql(KIRQL Irql);
VOID KeInitializeSpinLock(PKSPIN_LOCK Lock);
KIRQL KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK Lock);
VOID KeReleaseSpinLock(PKSPIN_LOCK Lock, KIRQL Irql);
VOID KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK Lock);
VOID KeReleaseSpinLockFromDpcLevel(PKSPIN_LOCK Lock);
BOOLEAN KeTestSpinLock(PKSPIN_LOCK Lock);
VOID KeAcquireInStackQueuedSpinLock(PKSPIN_LOCK Lock, PKLOCK_QUEUE_HANDLE Handle);
VOID KeReleaseInStackQueuedSpinLock(PKLOCK_QUEUE_HANDLE Handle);

VOID KeInitializeEvent(PKEVENT Event, EVENT_TYPE Type, BOOLEAN State);
LONG KeSetEvent(PKEVENT Event, LONG Increment, BOOLEAN Wait);
LONG KeResetEvent(PKEVENT Event);
VOID KeClearEvent(PKEVENT Event);
LONG KeReadStateEvent(PKEVENT Event);
VOID KeInitializeSemaphore(PKSEMAPHORE Semaphore, LONG Count, LONG Limit);
LONG KeReleaseSemaphore(PKSEMAPHORE Semaphore, LONG Increment, LONG Adjustment, BOOLEAN Wait);
LONG KeReadStateSemaphore(PKSEMAPHORE Semaphore);
VOID KeInitializeMutex(PKMUTEX Mutex, ULONG Level);
LONG KeReleaseMutex(PKMUTEX Mutex, BOOLEAN Wait);
LONG KeReadStateMutex(PKMUTEX Mutex);
NTSTATUS KeWaitForSingleObject(PVOID Object, KWAIT_REASON Reason, KPROCESSOR_MODE Mode, BOOLEAN Alertable,
			       PLARGE_INTEGER Timeout);
NTSTATUS KeWaitForMultipleObjects(ULONG Count, PVOID Objects[], WAIT_TYPE Type, KWAIT_REASON Reason,
				  KPROCESSOR_MODE Mode, BOOLEAN Alertable, PLARGE_INTEGER Timeout, PVOID Blocks);
NTSTATUS KeDelayExecutionThread(KPROCESSOR_MODE Mode, BOOLEAN Alertable, PLARGE_INTEGER Interval);
VOID KeStallExecutionProcessor(ULONG Microseconds);
VOID KeQuerySystemTimePrecise(PLARGE_INTEGER Time);
LARGE_INTEGER KeQueryPerformanceCounter(PLARGE_INTEGER Frequency);
VOID KeInitializeTimerEx(PKTIMER Timer, TIMER_TYPE Type);
BOOLEAN KeSetTimerEx(PKTIMER Timer, LARGE_INTEGER Due, LONG Period, PKDPC Dpc);
BOOLEAN KeCancelTimer(PKTIMER Timer);
VOID KeInitializeDpc(PKDPC Dpc, KDEFERRED_ROUTINE *Routine, PVOID Context);
BOOLEAN KeInsertQueueDpc(PKDPC Dpc, PVOID Argument1, PVOID Argument2);
BOOLEAN KeRemoveQueueDpc(PKDPC Dpc);
VOID KeFlushQueuedDpcs(VOID);
VOID KeBugCheckEx(ULONG Code, ULONG_PTR P1, ULONG_PTR P2, ULONG_PTR P3, ULONG_PTR P4) __attribute__((noreturn));

NTSTATUS PsCreateSystemThread(PHANDLE ThreadHandle, ULONG Access, POBJECT_ATTRIBUTES Attributes, HANDLE Process,
			      PCLIENT_ID ClientId, KSTART_ROUTINE *Routine, PVOID Context);
NTSTATUS PsTerminateSystemThread(NTSTATUS Status);
PKTHREAD KeGetCurrentThread(VOID);
HANDLE PsGetCurrentThreadId(VOID);
HANDLE PsGetThreadId(PETHREAD Thread);
extern POBJECT_TYPE *PsThreadType, *ExEventObjectType;
NTSTATUS ObReferenceObjectByHandle(HANDLE Handle, ACCESS_MASK Access, POBJECT_TYPE Type, KPROCESSOR_MODE Mode,
				   PVOID *Object, PVOID Information);
LONG_PTR ObfDereferenceObject(PVOID Object);
#define ObDereferenceObject ObfDereferenceObject
LONG_PTR ObfReferenceObject(PVOID Object);
#define ObReferenceObject ObfReferenceObject
NTSTATUS ZwClose(HANDLE Handle);

PIO_WORKITEM IoAllocateWorkItem(PDEVICE_OBJECT DeviceObject);
VOID IoQueueWorkItem(PIO_WORKITEM Item, IO_WORKITEM_ROUTINE *Routine, WORK_QUEUE_TYPE Type, PVOID Context);
VOID IoFreeWorkItem(PIO_WORKITEM Item);
VOID ExQueueWorkItem(PWORK_QUEUE_ITEM Item, WORK_QUEUE_TYPE Type);

#define InterlockedPushEntrySList(head, entry) ExpInterlockedPushEntrySList(head, entry)
#define InterlockedPopEntrySList(head) ExpInterlockedPopEntrySList(head)
VOID InitializeSListHead(PSLIST_HEADER Head);
PSLIST_ENTRY ExpInterlockedPushEntrySList(PSLIST_HEADER Head, PSLIST_ENTRY Entry);
PSLIST_ENTRY ExpInterlockedPopEntrySList(PSLIST_HEADER Head);
USHORT ExQueryDepthSList(PSLIST_HEADER Head);
VOID ExInitializeNPagedLookasideList(PNPAGED_LOOKASIDE_LIST List, PVOID Allocate, PVOID Free, ULONG Flags, SIZE_T Size,
				     ULONG Tag, USHORT Depth);
VOID ExDeleteNPagedLookasideList(PNPAGED_LOOKASIDE_LIST List);

PMDL IoAllocateMdl(PVOID Address, ULONG Length, BOOLEAN Secondary, BOOLEAN ChargeQuota, PVOID Irp);
VOID IoFreeMdl(PMDL Mdl);
VOID MmBuildMdlForNonPagedPool(PMDL Mdl);
VOID MmProbeAndLockPages(PMDL Mdl, KPROCESSOR_MODE Mode, LOCK_OPERATION Operation);
VOID MmUnlockPages(PMDL Mdl);
PVOID MmMapLockedPagesSpecifyCache(PMDL Mdl, KPROCESSOR_MODE Mode, MEMORY_CACHING_TYPE Cache, PVOID At, ULONG BugCheck,
				   ULONG Priority);
#define MmGetMdlByteCount(mdl) ((mdl)->ByteCount)

PHYSICAL_ADDRESS MmGetPhysicalAddress(PVOID Address);
PVOID MmMapIoSpace(PHYSICAL_ADDRESS Address, SIZE_T Length, MEMORY_CACHING_TYPE Cache);
VOID MmUnmapIoSpace(PVOID Address, SIZE_T Length);
#define READ_REGISTER_ULONG(register) (*(volatile ULONG *)(register))
#define WRITE_REGISTER_ULONG(register, value) (*(volatile ULONG *)(register) = (value))

/* Not simulated: a driver that names it links, and is told so when it calls it. */
VOID IoStartPacket(PDEVICE_OBJECT DeviceObject, PVOID Irp, PULONG Key, PVOID Cancel);

SIZE_T RtlCompareMemory(const VOID *First, const VOID *Second, SIZE_T Length);
VOID RtlInitUnicodeString(PUNICODE_STRING String, PCWSTR Source);
VOID RtlInitAnsiString(PANSI_STRING String, PCSTR Source);
VOID RtlCopyUnicodeString(PUNICODE_STRING To, PCUNICODE_STRING From);
NTSTATUS RtlAppendUnicodeToString(PUNICODE_STRING To, PCWSTR From);
LONG RtlCompareUnicodeString(PCUNICODE_STRING First, PCUNICODE_STRING Second, BOOLEAN Fold);
BOOLEAN RtlEqualUnicodeString(PCUNICODE_STRING First, PCUNICODE_STRING Second, BOOLEAN Fold);
NTSTATUS RtlUnicodeStringToAnsiString(PANSI_STRING To, PCUNICODE_STRING From, BOOLEAN Allocate);
VOID RtlFreeAnsiString(PANSI_STRING String);
NTSTATUS RtlUnicodeStringToInteger(PCUNICODE_STRING String, ULONG Base, PULONG Value);
NTSTATUS RtlGUIDFromString(PCUNICODE_STRING Text, GUID *Guid);
NTSTATUS RtlStringFromGUID(const GUID *Guid, PUNICODE_STRING Text);
VOID RtlFreeUnicodeString(PUNICODE_STRING String);
VOID RtlInitializeBitMap(PRTL_BITMAP Map, PULONG Buffer, ULONG Size);
VOID RtlClearAllBits(PRTL_BITMAP Map);
VOID RtlSetBits(PRTL_BITMAP Map, ULONG Start, ULONG Count);
ULONG RtlNumberOfSetBits(PRTL_BITMAP Map);
BOOLEAN RtlAreBitsSet(PRTL_BITMAP Map, ULONG Start, ULONG Count);
ULONG RtlFindClearBits(PRTL_BITMAP Map, ULONG Count, ULONG Hint);
ULONG RtlFindClearBitsAndSet(PRTL_BITMAP Map, ULONG Count, ULONG Hint);
VOID RtlTimeToTimeFields(PLARGE_INTEGER Time, PTIME_FIELDS Fields);
BOOLEAN RtlTimeFieldsToTime(PTIME_FIELDS Fields, PLARGE_INTEGER Time);
PVOID MmGetSystemRoutineAddress(PUNICODE_STRING Name);
HANDLE PsGetCurrentProcessId(VOID);

static inline PVOID ExAllocateFromNPagedLookasideList(PNPAGED_LOOKASIDE_LIST List)
{
	PVOID entry = InterlockedPopEntrySList(&List->L.ListHead);
	List->L.TotalAllocates++;
	if (!entry) {
		List->L.AllocateMisses++;
		entry = List->L.Allocate(List->L.Type, List->L.Size, List->L.Tag);
	}
	return entry;
}

static inline VOID ExFreeToNPagedLookasideList(PNPAGED_LOOKASIDE_LIST List, PVOID Entry)
{
	List->L.TotalFrees++;
	if (ExQueryDepthSList(&List->L.ListHead) >= List->L.Depth) {
		List->L.FreeMisses++;
		List->L.Free(Entry);
	} else {
		InterlockedPushEntrySList(&List->L.ListHead, (PSLIST_ENTRY)Entry);
	}
}

static inline PVOID MmGetSystemAddressForMdlSafe(PMDL Mdl, ULONG Priority)
{
	if (Mdl->MdlFlags & (MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL))
		return Mdl->MappedSystemVa;
	return MmMapLockedPagesSpecifyCache(Mdl, KernelMode, MmCached, NULL, FALSE, Priority);
}

static inline VOID ExInitializeWorkItem(PWORK_QUEUE_ITEM Item, VOID (*Routine)(PVOID), PVOID Context)
{
	Item->List.Flink = NULL;
	Item->WorkerRoutine = Routine;
	Item->Parameter = Context;
}

static inline VOID InitializeListHead(PLIST_ENTRY Head)
{
	Head->Flink = Head->Blink = Head;
}

static inline BOOLEAN IsListEmpty(const LIST_ENTRY *Head)
{
	return Head->Flink == Head;
}

static inline VOID InsertTailList(PLIST_ENTRY Head, PLIST_ENTRY Entry)
{
	Entry->Flink = Head;
	Entry->Blink = Head->Blink;
	Head->Blink->Flink = Entry;
	Head->Blink = Entry;
}

static inline PLIST_ENTRY RemoveHeadList(PLIST_ENTRY Head)
{
	PLIST_ENTRY first = Head->Flink;
	Head->Flink = first->Flink;
	first->Flink->Blink = Head;
	return first;
}

/* The time of the system, read from the page that all of it shares. */
#define KI_USER_SHARED_DATA 0xFFFFF78000000000ull
#define KeQuerySystemTime(time) ((time)->QuadPart = *(volatile LONGLONG *)(KI_USER_SHARED_DATA + 0x14))
#define KeQueryTickCount(count) ((count)->QuadPart = *(volatile LONGLONG *)(KI_USER_SHARED_DATA + 0x320))

#define REG_SZ 1
#define REG_DWORD 4
#define REG_CREATED_NEW_KEY 1
#define REG_OPENED_EXISTING_KEY 2
#define KEY_READ 0x20019
#define KEY_ALL_ACCESS 0xF003F
#define RTL_REGISTRY_HANDLE 0x40000000
#define RTL_QUERY_REGISTRY_REQUIRED 0x4
#define RTL_QUERY_REGISTRY_DIRECT 0x20
#define InitializeObjectAttributes(p, name, attributes, root, security)                                                \
	(*(p) = (OBJECT_ATTRIBUTES){ sizeof(OBJECT_ATTRIBUTES), (root), (name), (attributes), (security), NULL })
NTSTATUS ZwOpenKey(PHANDLE Key, ACCESS_MASK Access, POBJECT_ATTRIBUTES Attributes);
NTSTATUS ZwCreateKey(PHANDLE Key, ACCESS_MASK Access, POBJECT_ATTRIBUTES Attributes, ULONG Title, PUNICODE_STRING Class,
		     ULONG Options, PULONG Disposition);
NTSTATUS ZwDeleteKey(HANDLE Key);
NTSTATUS ZwSetValueKey(HANDLE Key, PUNICODE_STRING Name, ULONG Title, ULONG Type, PVOID Data, ULONG Size);
NTSTATUS ZwQueryValueKey(HANDLE Key, PUNICODE_STRING Name, KEY_VALUE_INFORMATION_CLASS Class, PVOID Out, ULONG Length,
			 PULONG Result);
NTSTATUS ZwQueryKey(HANDLE Key, KEY_INFORMATION_CLASS Class, PVOID Out, ULONG Length, PULONG Result);
NTSTATUS ZwEnumerateKey(HANDLE Key, ULONG Index, KEY_INFORMATION_CLASS Class, PVOID Out, ULONG Length, PULONG Result);
NTSTATUS ZwEnumerateValueKey(HANDLE Key, ULONG Index, KEY_VALUE_INFORMATION_CLASS Class, PVOID Out, ULONG Length,
			     PULONG Result);
NTSTATUS ZwDeleteValueKey(HANDLE Key, PUNICODE_STRING Name);
NTSTATUS RtlQueryRegistryValues(ULONG RelativeTo, PCWSTR Path, PRTL_QUERY_REGISTRY_TABLE Table, PVOID Context,
				PVOID Environment);

VOID KeEnterCriticalRegion(VOID);
VOID KeLeaveCriticalRegion(VOID);
NTSTATUS ExInitializeResourceLite(PERESOURCE Resource);
NTSTATUS ExDeleteResourceLite(PERESOURCE Resource);
BOOLEAN ExAcquireResourceExclusiveLite(PERESOURCE Resource, BOOLEAN Wait);
BOOLEAN ExAcquireResourceSharedLite(PERESOURCE Resource, BOOLEAN Wait);
ULONG ExGetExclusiveWaiterCount(PERESOURCE Resource);
BOOLEAN ExAcquireSharedStarveExclusive(PERESOURCE Resource, BOOLEAN Wait);
PVOID ExEnterCriticalRegionAndAcquireResourceExclusive(PERESOURCE Resource);
VOID ExReleaseResourceLite(PERESOURCE Resource);
VOID ExReleaseResourceAndLeaveCriticalRegion(PERESOURCE Resource);
VOID ExConvertExclusiveToSharedLite(PERESOURCE Resource);
BOOLEAN ExIsResourceAcquiredExclusiveLite(PERESOURCE Resource);
ULONG ExIsResourceAcquiredSharedLite(PERESOURCE Resource);
KIRQL ExAcquireSpinLockShared(PEX_SPIN_LOCK Lock);
VOID ExReleaseSpinLockShared(PEX_SPIN_LOCK Lock, KIRQL Irql);
VOID ExAcquireSpinLockSharedAtDpcLevel(PEX_SPIN_LOCK Lock);
VOID ExReleaseSpinLockSharedFromDpcLevel(PEX_SPIN_LOCK Lock);
VOID ExAcquireSpinLockExclusiveAtDpcLevel(PEX_SPIN_LOCK Lock);
VOID ExReleaseSpinLockExclusive(PEX_SPIN_LOCK Lock, KIRQL Irql);
VOID ExReleaseSpinLockExclusiveFromDpcLevel(PEX_SPIN_LOCK Lock);
LONG ExTryConvertSharedSpinLockExclusive(PEX_SPIN_LOCK Lock);
VOID ExInitializePushLock(PEX_PUSH_LOCK Lock);
VOID ExAcquirePushLockExclusiveEx(PEX_PUSH_LOCK Lock, ULONG Flags);
VOID ExReleasePushLockExclusiveEx(PEX_PUSH_LOCK Lock, ULONG Flags);
VOID ExAcquirePushLockSharedEx(PEX_PUSH_LOCK Lock, ULONG Flags);
VOID ExReleasePushLockSharedEx(PEX_PUSH_LOCK Lock, ULONG Flags);
VOID ExInitializeRundownProtection(PEX_RUNDOWN_REF Rundown);
BOOLEAN ExAcquireRundownProtection(PEX_RUNDOWN_REF Rundown);
VOID ExReleaseRundownProtection(PEX_RUNDOWN_REF Rundown);
VOID ExWaitForRundownProtectionRelease(PEX_RUNDOWN_REF Rundown);
VOID IoInitializeRemoveLockEx(PIO_REMOVE_LOCK Lock, ULONG Tag, ULONG Minutes, ULONG Most, ULONG Size);
NTSTATUS IoAcquireRemoveLockEx(PIO_REMOVE_LOCK Lock, PVOID Tag, PCSTR File, ULONG Line, ULONG Size);
VOID IoReleaseRemoveLockEx(PIO_REMOVE_LOCK Lock, PVOID Tag, ULONG Size);
VOID IoReleaseRemoveLockAndWaitEx(PIO_REMOVE_LOCK Lock, PVOID Tag, ULONG Size);
#define IoInitializeRemoveLock(lock, tag, minutes, most)                                                               \
	IoInitializeRemoveLockEx((lock), (tag), (minutes), (most), sizeof(IO_REMOVE_LOCK))
#define IoAcquireRemoveLock(lock, tag) IoAcquireRemoveLockEx((lock), (tag), __FILE__, __LINE__, sizeof(IO_REMOVE_LOCK))
#define IoReleaseRemoveLock(lock, tag) IoReleaseRemoveLockEx((lock), (tag), sizeof(IO_REMOVE_LOCK))
#define IoReleaseRemoveLockAndWait(lock, tag) IoReleaseRemoveLockAndWaitEx((lock), (tag), sizeof(IO_REMOVE_LOCK))

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath);

#endif
