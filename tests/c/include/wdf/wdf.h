/*
 * What the tests' drivers need of the framework's headers, version 1.33: handles, structures, their initialisers, and
 * the functions, each a call through the table as the official headers make it.
 *
 * Written for these tests, after the facts of the interface. tests/c_drivers.rs holds sizes, offsets, enumerations and
 * places in the table to those facts.
 */
#ifndef TESTS_WDF_H
#define TESTS_WDF_H

#include <ntddk.h>

/* -- What a driver is bound to ------------------------------------------------------------------------------------ */

typedef VOID (*WDFFUNC)(VOID);
typedef struct _WDF_DRIVER_GLOBALS *PWDF_DRIVER_GLOBALS;

/* Each version of the headers gives the table a name of its own. */
#ifndef WDF_TESTS_VERSION
#define WDF_TESTS_VERSION 01033
#endif
#define WDF_TESTS_JOIN(name, version) name##version
#define WDF_TESTS_NAME(name, version) WDF_TESTS_JOIN(name, version)
#define WdfFunctions WDF_TESTS_NAME(WdfFunctions_, WDF_TESTS_VERSION)

extern const WDFFUNC *WdfFunctions;
extern WDFFUNC WdfDriverMiniportUnloadOverride;
extern PWDF_DRIVER_GLOBALS WdfDriverGlobals;
extern BOOLEAN WdfClientVersionHigherThanFramework;
extern ULONG WdfFunctionCount;
extern ULONG WdfStructureCount;
typedef size_t *WDF_STRUCT_INFO;
extern WDF_STRUCT_INFO WdfStructures;
/* As __declspec(selectany): each file of a driver has it, and one remains. */
__attribute__((weak)) ULONG WdfMinimumVersionRequired = 33;

/* -- Handles ------------------------------------------------------------------------------------------------------ */

typedef HANDLE WDFOBJECT;
typedef PVOID WDFCONTEXT;
typedef struct WDFDRIVER__ *WDFDRIVER;
typedef struct WDFKEY__ *WDFKEY;
typedef struct WDFDEVICE__ *WDFDEVICE;
typedef struct WDFQUEUE__ *WDFQUEUE;
typedef struct WDFREQUEST__ *WDFREQUEST;
typedef struct WDFFILEOBJECT__ *WDFFILEOBJECT;
typedef struct WDFMEMORY__ *WDFMEMORY;
typedef struct WDFTIMER__ *WDFTIMER;
typedef struct WDFWORKITEM__ *WDFWORKITEM;
typedef struct WDFSPINLOCK__ *WDFSPINLOCK;
typedef struct WDFWAITLOCK__ *WDFWAITLOCK;
typedef struct WDFINTERRUPT__ *WDFINTERRUPT;
typedef struct WDFCMRESLIST__ *WDFCMRESLIST;
typedef struct WDFDEVICE_INIT WDFDEVICE_INIT, *PWDFDEVICE_INIT;

typedef struct _WDF_DRIVER_GLOBALS {
	WDFDRIVER Driver;
	ULONG DriverFlags;
	ULONG DriverTag;
	CHAR DriverName[32];
	BOOLEAN DisplaceDriverUnload;
} WDF_DRIVER_GLOBALS;

/* -- Enumerations ------------------------------------------------------------------------------------------------- */

typedef enum _WDF_TRI_STATE { WdfFalse = 0, WdfTrue = 1, WdfUseDefault = 2 } WDF_TRI_STATE;

typedef enum _WDF_EXECUTION_LEVEL {
	WdfExecutionLevelInheritFromParent = 1,
	WdfExecutionLevelPassive = 2,
	WdfExecutionLevelDispatch = 3
} WDF_EXECUTION_LEVEL;

typedef enum _WDF_SYNCHRONIZATION_SCOPE {
	WdfSynchronizationScopeInheritFromParent = 1,
	WdfSynchronizationScopeDevice = 2,
	WdfSynchronizationScopeQueue = 3,
	WdfSynchronizationScopeNone = 4
} WDF_SYNCHRONIZATION_SCOPE;

typedef enum _WDF_IO_QUEUE_DISPATCH_TYPE {
	WdfIoQueueDispatchSequential = 1,
	WdfIoQueueDispatchParallel = 2,
	WdfIoQueueDispatchManual = 3
} WDF_IO_QUEUE_DISPATCH_TYPE;

typedef enum _WDF_DEVICE_IO_TYPE {
	WdfDeviceIoNeither = 1,
	WdfDeviceIoBuffered = 2,
	WdfDeviceIoDirect = 3
} WDF_DEVICE_IO_TYPE;

typedef enum _WDF_FILEOBJECT_CLASS {
	WdfFileObjectNotRequired = 1,
	WdfFileObjectWdfCannotUseFsContexts = 4
} WDF_FILEOBJECT_CLASS;

typedef enum _WDF_REQUEST_TYPE {
	WdfRequestTypeCreate = 0,
	WdfRequestTypeRead = 3,
	WdfRequestTypeWrite = 4,
	WdfRequestTypeDeviceControl = 14,
	WdfRequestTypeDeviceControlInternal = 15
} WDF_REQUEST_TYPE;

typedef enum _WDF_POWER_DEVICE_STATE {
	WdfPowerDeviceD0 = 1,
	WdfPowerDeviceD3 = 4,
	WdfPowerDeviceD3Final = 5
} WDF_POWER_DEVICE_STATE;

typedef enum _WDF_REQUEST_STOP_ACTION_FLAGS {
	WdfRequestStopActionSuspend = 1,
	WdfRequestStopActionPurge = 2,
	WdfRequestStopRequestCancelable = 0x10000000
} WDF_REQUEST_STOP_ACTION_FLAGS;

/* Places in the table. */
enum _WDFFUNCENUM {
	WdfDeviceGetDriverTableIndex = 39,
	WdfDriverOpenParametersRegistryKeyTableIndex = 119,
	WdfRegistryCloseTableIndex = 231,
	WdfRegistryWdmGetHandleTableIndex = 232,
	WdfWdmDeviceGetWdfDeviceHandleTableIndex = 30,
	WdfDeviceWdmGetDeviceObjectTableIndex = 31,
	WdfDeviceInitSetPnpPowerEventCallbacksTableIndex = 55,
	WdfDeviceInitSetIoTypeTableIndex = 61,
	WdfDeviceInitSetFileObjectConfigTableIndex = 71,
	WdfDeviceInitSetRequestAttributesTableIndex = 72,
	WdfDeviceInitSetIoInCallerContextCallbackTableIndex = 74,
	WdfDeviceCreateTableIndex = 75,
	WdfDeviceCreateDeviceInterfaceTableIndex = 77,
	WdfDeviceEnqueueRequestTableIndex = 91,
	WdfDeviceGetDefaultQueueTableIndex = 92,
	WdfDriverCreateTableIndex = 116,
	WdfFileObjectGetDeviceTableIndex = 139,
	WdfFileObjectWdmGetFileObjectTableIndex = 140,
	WdfInterruptCreateTableIndex = 141,
	WdfInterruptQueueDpcForIsrTableIndex = 142,
	WdfInterruptAcquireLockTableIndex = 144,
	WdfInterruptReleaseLockTableIndex = 145,
	WdfInterruptGetDeviceTableIndex = 151,
	WdfIoQueueCreateTableIndex = 152,
	WdfIoQueueGetDeviceTableIndex = 157,
	WdfIoQueueRetrieveNextRequestTableIndex = 158,
	WdfMemoryCreateTableIndex = 192,
	WdfMemoryGetBufferTableIndex = 194,
	WdfMemoryCopyToBufferTableIndex = 196,
	WdfMemoryCopyFromBufferTableIndex = 197,
	WdfObjectGetTypedContextWorkerTableIndex = 202,
	WdfObjectDeleteTableIndex = 208,
	WdfRequestMarkCancelableTableIndex = 255,
	WdfRequestUnmarkCancelableTableIndex = 256,
	WdfRequestCompleteTableIndex = 263,
	WdfRequestCompleteWithInformationTableIndex = 265,
	WdfRequestGetParametersTableIndex = 266,
	WdfRequestRetrieveInputMemoryTableIndex = 267,
	WdfRequestRetrieveOutputMemoryTableIndex = 268,
	WdfRequestRetrieveInputBufferTableIndex = 269,
	WdfRequestRetrieveOutputBufferTableIndex = 270,
	WdfRequestRetrieveInputWdmMdlTableIndex = 271,
	WdfRequestRetrieveOutputWdmMdlTableIndex = 272,
	WdfRequestRetrieveUnsafeUserInputBufferTableIndex = 273,
	WdfRequestRetrieveUnsafeUserOutputBufferTableIndex = 274,
	WdfRequestSetInformationTableIndex = 275,
	WdfRequestGetFileObjectTableIndex = 277,
	WdfRequestProbeAndLockUserBufferForReadTableIndex = 278,
	WdfRequestProbeAndLockUserBufferForWriteTableIndex = 279,
	WdfRequestForwardToIoQueueTableIndex = 281,
	WdfRequestGetIoQueueTableIndex = 282,
	WdfRequestRequeueTableIndex = 283,
	WdfRequestStopAcknowledgeTableIndex = 284,
	WdfRequestWdmGetIrpTableIndex = 285,
	WdfCmResourceListGetCountTableIndex = 304,
	WdfCmResourceListGetDescriptorTableIndex = 305,
	WdfWaitLockCreateTableIndex = 312,
	WdfWaitLockAcquireTableIndex = 313,
	WdfWaitLockReleaseTableIndex = 314,
	WdfSpinLockCreateTableIndex = 315,
	WdfSpinLockAcquireTableIndex = 316,
	WdfSpinLockReleaseTableIndex = 317,
	WdfTimerCreateTableIndex = 318,
	WdfTimerStartTableIndex = 319,
	WdfTimerStopTableIndex = 320,
	WdfTimerGetParentObjectTableIndex = 321,
	WdfWorkItemCreateTableIndex = 379,
	WdfWorkItemEnqueueTableIndex = 380,
	WdfWorkItemGetParentObjectTableIndex = 381,
	WdfRequestMarkCancelableExTableIndex = 393
};

/* -- Callbacks ---------------------------------------------------------------------------------------------------- */

typedef VOID EVT_WDF_OBJECT_CONTEXT_CLEANUP(WDFOBJECT Object);
typedef VOID EVT_WDF_OBJECT_CONTEXT_DESTROY(WDFOBJECT Object);
typedef NTSTATUS EVT_WDF_DRIVER_DEVICE_ADD(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit);
typedef VOID EVT_WDF_DRIVER_UNLOAD(WDFDRIVER Driver);
typedef VOID EVT_WDF_IO_QUEUE_IO_DEFAULT(WDFQUEUE Queue, WDFREQUEST Request);
typedef VOID EVT_WDF_IO_QUEUE_IO_READ(WDFQUEUE Queue, WDFREQUEST Request, size_t Length);
typedef VOID EVT_WDF_IO_QUEUE_IO_WRITE(WDFQUEUE Queue, WDFREQUEST Request, size_t Length);
typedef VOID EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength,
						size_t InputLength, ULONG Code);
typedef VOID EVT_WDF_IO_QUEUE_IO_STOP(WDFQUEUE Queue, WDFREQUEST Request, ULONG ActionFlags);
typedef VOID EVT_WDF_IO_QUEUE_IO_RESUME(WDFQUEUE Queue, WDFREQUEST Request);
typedef VOID EVT_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE(WDFQUEUE Queue, WDFREQUEST Request);
typedef VOID EVT_WDF_REQUEST_CANCEL(WDFREQUEST Request);
typedef VOID EVT_WDF_IO_IN_CALLER_CONTEXT(WDFDEVICE Device, WDFREQUEST Request);
typedef BOOLEAN EVT_WDF_INTERRUPT_ISR(WDFINTERRUPT Interrupt, ULONG MessageID);
typedef VOID EVT_WDF_INTERRUPT_DPC(WDFINTERRUPT Interrupt, WDFOBJECT AssociatedObject);
typedef VOID EVT_WDF_INTERRUPT_WORKITEM(WDFINTERRUPT Interrupt, WDFOBJECT AssociatedObject);
typedef NTSTATUS EVT_WDF_INTERRUPT_ENABLE(WDFINTERRUPT Interrupt, WDFDEVICE AssociatedDevice);
typedef NTSTATUS EVT_WDF_INTERRUPT_DISABLE(WDFINTERRUPT Interrupt, WDFDEVICE AssociatedDevice);
typedef VOID EVT_WDF_TIMER(WDFTIMER Timer);
typedef VOID EVT_WDF_WORKITEM(WDFWORKITEM WorkItem);
typedef VOID EVT_WDF_DEVICE_FILE_CREATE(WDFDEVICE Device, WDFREQUEST Request, WDFFILEOBJECT FileObject);
typedef VOID EVT_WDF_FILE_CLOSE(WDFFILEOBJECT FileObject);
typedef VOID EVT_WDF_FILE_CLEANUP(WDFFILEOBJECT FileObject);
typedef NTSTATUS EVT_WDF_DEVICE_D0_ENTRY(WDFDEVICE Device, WDF_POWER_DEVICE_STATE PreviousState);
typedef NTSTATUS EVT_WDF_DEVICE_D0_EXIT(WDFDEVICE Device, WDF_POWER_DEVICE_STATE TargetState);
typedef NTSTATUS EVT_WDF_DEVICE_PREPARE_HARDWARE(WDFDEVICE Device, WDFCMRESLIST Raw, WDFCMRESLIST Translated);
typedef NTSTATUS EVT_WDF_DEVICE_RELEASE_HARDWARE(WDFDEVICE Device, WDFCMRESLIST Translated);
typedef NTSTATUS EVT_WDF_DEVICE_SELF_MANAGED_IO(WDFDEVICE Device);
typedef VOID EVT_WDF_DEVICE_SELF_MANAGED_IO_END(WDFDEVICE Device);
typedef VOID EVT_WDF_DEVICE_SURPRISE_REMOVAL(WDFDEVICE Device);

/* -- Structures --------------------------------------------------------------------------------------------------- */

typedef struct _WDF_OBJECT_CONTEXT_TYPE_INFO {
	ULONG Size;
	LPCSTR ContextName;
	size_t ContextSize;
	const struct _WDF_OBJECT_CONTEXT_TYPE_INFO *UniqueType;
	const struct _WDF_OBJECT_CONTEXT_TYPE_INFO *(*EvtDriverGetUniqueContextType)(VOID);
} WDF_OBJECT_CONTEXT_TYPE_INFO;
typedef const WDF_OBJECT_CONTEXT_TYPE_INFO *PCWDF_OBJECT_CONTEXT_TYPE_INFO;

typedef struct _WDF_OBJECT_ATTRIBUTES {
	ULONG Size;
	EVT_WDF_OBJECT_CONTEXT_CLEANUP *EvtCleanupCallback;
	EVT_WDF_OBJECT_CONTEXT_DESTROY *EvtDestroyCallback;
	WDF_EXECUTION_LEVEL ExecutionLevel;
	WDF_SYNCHRONIZATION_SCOPE SynchronizationScope;
	WDFOBJECT ParentObject;
	size_t ContextSizeOverride;
	PCWDF_OBJECT_CONTEXT_TYPE_INFO ContextTypeInfo;
} WDF_OBJECT_ATTRIBUTES, *PWDF_OBJECT_ATTRIBUTES;
#define WDF_NO_OBJECT_ATTRIBUTES ((PWDF_OBJECT_ATTRIBUTES)0)
#define WDF_NO_HANDLE ((PVOID)0)

typedef struct _WDF_DRIVER_CONFIG {
	ULONG Size;
	EVT_WDF_DRIVER_DEVICE_ADD *EvtDriverDeviceAdd;
	EVT_WDF_DRIVER_UNLOAD *EvtDriverUnload;
	ULONG DriverInitFlags;
	ULONG DriverPoolTag;
} WDF_DRIVER_CONFIG, *PWDF_DRIVER_CONFIG;

typedef struct _WDF_PNPPOWER_EVENT_CALLBACKS {
	ULONG Size;
	EVT_WDF_DEVICE_D0_ENTRY *EvtDeviceD0Entry;
	EVT_WDF_DEVICE_D0_ENTRY *EvtDeviceD0EntryPostInterruptsEnabled;
	EVT_WDF_DEVICE_D0_EXIT *EvtDeviceD0Exit;
	EVT_WDF_DEVICE_D0_EXIT *EvtDeviceD0ExitPreInterruptsDisabled;
	EVT_WDF_DEVICE_PREPARE_HARDWARE *EvtDevicePrepareHardware;
	EVT_WDF_DEVICE_RELEASE_HARDWARE *EvtDeviceReleaseHardware;
	EVT_WDF_DEVICE_SELF_MANAGED_IO_END *EvtDeviceSelfManagedIoCleanup;
	EVT_WDF_DEVICE_SELF_MANAGED_IO_END *EvtDeviceSelfManagedIoFlush;
	EVT_WDF_DEVICE_SELF_MANAGED_IO *EvtDeviceSelfManagedIoInit;
	EVT_WDF_DEVICE_SELF_MANAGED_IO *EvtDeviceSelfManagedIoSuspend;
	EVT_WDF_DEVICE_SELF_MANAGED_IO *EvtDeviceSelfManagedIoRestart;
	EVT_WDF_DEVICE_SURPRISE_REMOVAL *EvtDeviceSurpriseRemoval;
	EVT_WDF_DEVICE_SELF_MANAGED_IO *EvtDeviceQueryRemove;
	EVT_WDF_DEVICE_SELF_MANAGED_IO *EvtDeviceQueryStop;
	PVOID EvtDeviceUsageNotification;
	PVOID EvtDeviceRelationsQuery;
	PVOID EvtDeviceUsageNotificationEx;
} WDF_PNPPOWER_EVENT_CALLBACKS, *PWDF_PNPPOWER_EVENT_CALLBACKS;

typedef struct _WDF_FILEOBJECT_CONFIG {
	ULONG Size;
	EVT_WDF_DEVICE_FILE_CREATE *EvtDeviceFileCreate;
	EVT_WDF_FILE_CLOSE *EvtFileClose;
	EVT_WDF_FILE_CLEANUP *EvtFileCleanup;
	WDF_TRI_STATE AutoForwardCleanupClose;
	WDF_FILEOBJECT_CLASS FileObjectClass;
} WDF_FILEOBJECT_CONFIG, *PWDF_FILEOBJECT_CONFIG;

typedef struct _WDF_IO_QUEUE_CONFIG {
	ULONG Size;
	WDF_IO_QUEUE_DISPATCH_TYPE DispatchType;
	WDF_TRI_STATE PowerManaged;
	BOOLEAN AllowZeroLengthRequests;
	BOOLEAN DefaultQueue;
	EVT_WDF_IO_QUEUE_IO_DEFAULT *EvtIoDefault;
	EVT_WDF_IO_QUEUE_IO_READ *EvtIoRead;
	EVT_WDF_IO_QUEUE_IO_WRITE *EvtIoWrite;
	EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL *EvtIoDeviceControl;
	EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL *EvtIoInternalDeviceControl;
	EVT_WDF_IO_QUEUE_IO_STOP *EvtIoStop;
	EVT_WDF_IO_QUEUE_IO_RESUME *EvtIoResume;
	EVT_WDF_IO_QUEUE_IO_CANCELED_ON_QUEUE *EvtIoCanceledOnQueue;
	union {
		struct {
			ULONG NumberOfPresentedRequests;
		} Parallel;
	} Settings;
	WDFDRIVER Driver;
} WDF_IO_QUEUE_CONFIG, *PWDF_IO_QUEUE_CONFIG;

typedef struct _WDF_REQUEST_PARAMETERS {
	USHORT Size;
	UCHAR MinorFunction;
	WDF_REQUEST_TYPE Type;
	union {
		struct {
			size_t Length;
			ULONG Key;
			LONGLONG DeviceOffset;
		} Read, Write;
		struct {
			size_t OutputBufferLength;
			size_t InputBufferLength;
			ULONG IoControlCode;
			PVOID Type3InputBuffer;
		} DeviceIoControl;
	} Parameters;
} WDF_REQUEST_PARAMETERS, *PWDF_REQUEST_PARAMETERS;

typedef struct _WDF_TIMER_CONFIG {
	ULONG Size;
	EVT_WDF_TIMER *EvtTimerFunc;
	ULONG Period;
	BOOLEAN AutomaticSerialization;
	ULONG TolerableDelay;
	__attribute__((aligned(8))) BOOLEAN UseHighResolutionTimer;
} WDF_TIMER_CONFIG, *PWDF_TIMER_CONFIG;

typedef struct _WDF_INTERRUPT_CONFIG {
	ULONG Size;
	WDFSPINLOCK SpinLock;
	WDF_TRI_STATE ShareVector;
	BOOLEAN FloatingSave;
	BOOLEAN AutomaticSerialization;
	EVT_WDF_INTERRUPT_ISR *EvtInterruptIsr;
	EVT_WDF_INTERRUPT_DPC *EvtInterruptDpc;
	EVT_WDF_INTERRUPT_ENABLE *EvtInterruptEnable;
	EVT_WDF_INTERRUPT_DISABLE *EvtInterruptDisable;
	EVT_WDF_INTERRUPT_WORKITEM *EvtInterruptWorkItem;
	PCM_PARTIAL_RESOURCE_DESCRIPTOR InterruptRaw;
	PCM_PARTIAL_RESOURCE_DESCRIPTOR InterruptTranslated;
	WDFWAITLOCK WaitLock;
	BOOLEAN PassiveHandling;
	WDF_TRI_STATE ReportInactiveOnPowerDown;
	BOOLEAN CanWakeDevice;
} WDF_INTERRUPT_CONFIG, *PWDF_INTERRUPT_CONFIG;

typedef struct _WDF_WORKITEM_CONFIG {
	ULONG Size;
	EVT_WDF_WORKITEM *EvtWorkItemFunc;
	BOOLEAN AutomaticSerialization;
} WDF_WORKITEM_CONFIG, *PWDF_WORKITEM_CONFIG;

/* -- Initialisers ------------------------------------------------------------------------------------------------- */

static inline VOID WDF_DRIVER_CONFIG_INIT(PWDF_DRIVER_CONFIG Config, EVT_WDF_DRIVER_DEVICE_ADD *DeviceAdd)
{
	*Config = (WDF_DRIVER_CONFIG){ .Size = sizeof *Config, .EvtDriverDeviceAdd = DeviceAdd };
}

static inline VOID WDF_OBJECT_ATTRIBUTES_INIT(PWDF_OBJECT_ATTRIBUTES Attributes)
{
	*Attributes = (WDF_OBJECT_ATTRIBUTES){
		.Size = sizeof *Attributes,
		.ExecutionLevel = WdfExecutionLevelInheritFromParent,
		.SynchronizationScope = WdfSynchronizationScopeInheritFromParent,
	};
}

static inline VOID WDF_PNPPOWER_EVENT_CALLBACKS_INIT(PWDF_PNPPOWER_EVENT_CALLBACKS Callbacks)
{
	*Callbacks = (WDF_PNPPOWER_EVENT_CALLBACKS){ .Size = sizeof *Callbacks };
}

static inline VOID WDF_FILEOBJECT_CONFIG_INIT(PWDF_FILEOBJECT_CONFIG Config, EVT_WDF_DEVICE_FILE_CREATE *Create,
					      EVT_WDF_FILE_CLOSE *Close, EVT_WDF_FILE_CLEANUP *Cleanup)
{
	*Config = (WDF_FILEOBJECT_CONFIG){
		.Size = sizeof *Config,
		.EvtDeviceFileCreate = Create,
		.EvtFileClose = Close,
		.EvtFileCleanup = Cleanup,
		.AutoForwardCleanupClose = WdfUseDefault,
		.FileObjectClass = WdfFileObjectWdfCannotUseFsContexts,
	};
}

static inline VOID WDF_IO_QUEUE_CONFIG_INIT(PWDF_IO_QUEUE_CONFIG Config, WDF_IO_QUEUE_DISPATCH_TYPE Type)
{
	*Config = (WDF_IO_QUEUE_CONFIG){ .Size = sizeof *Config, .DispatchType = Type, .PowerManaged = WdfUseDefault };
	if (Type == WdfIoQueueDispatchParallel)
		Config->Settings.Parallel.NumberOfPresentedRequests = (ULONG)-1;
}

static inline VOID WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(PWDF_IO_QUEUE_CONFIG Config, WDF_IO_QUEUE_DISPATCH_TYPE Type)
{
	WDF_IO_QUEUE_CONFIG_INIT(Config, Type);
	Config->DefaultQueue = TRUE;
}

static inline VOID WDF_REQUEST_PARAMETERS_INIT(PWDF_REQUEST_PARAMETERS Parameters)
{
	*Parameters = (WDF_REQUEST_PARAMETERS){ .Size = sizeof *Parameters };
}

static inline VOID WDF_TIMER_CONFIG_INIT(PWDF_TIMER_CONFIG Config, EVT_WDF_TIMER *Timer)
{
	*Config = (WDF_TIMER_CONFIG){ .Size = sizeof *Config, .EvtTimerFunc = Timer, .AutomaticSerialization = TRUE };
}

static inline VOID WDF_INTERRUPT_CONFIG_INIT(PWDF_INTERRUPT_CONFIG Config, EVT_WDF_INTERRUPT_ISR *Isr,
					     EVT_WDF_INTERRUPT_DPC *Dpc)
{
	*Config = (WDF_INTERRUPT_CONFIG){
		.Size = sizeof *Config,
		.ShareVector = WdfUseDefault,
		.EvtInterruptIsr = Isr,
		.EvtInterruptDpc = Dpc,
		.ReportInactiveOnPowerDown = WdfUseDefault,
	};
}

static inline VOID WDF_WORKITEM_CONFIG_INIT(PWDF_WORKITEM_CONFIG Config, EVT_WDF_WORKITEM *WorkItem)
{
	*Config = (WDF_WORKITEM_CONFIG){
		.Size = sizeof *Config, .EvtWorkItemFunc = WorkItem, .AutomaticSerialization = TRUE
	};
}

#define WDF_REL_TIMEOUT_IN_MS(milliseconds) (-(LONGLONG)(milliseconds)*10000)

/* -- Contexts ----------------------------------------------------------------------------------------------------- */

#define WDF_TYPE_NAME_TO_TYPE_INFO(type) _WDF_##type##_TYPE_INFO
#define WDF_GET_CONTEXT_TYPE_INFO(type) (&WDF_TYPE_NAME_TO_TYPE_INFO(type))

/*
 * Declares a type of context, the function that gives an object's, and the type's own information: it names itself, and
 * is one for all files of a driver.
 */
#define WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(type, function)                                                             \
	extern const WDF_OBJECT_CONTEXT_TYPE_INFO WDF_TYPE_NAME_TO_TYPE_INFO(type);                                    \
	__attribute__((weak)) const WDF_OBJECT_CONTEXT_TYPE_INFO WDF_TYPE_NAME_TO_TYPE_INFO(type) = {                  \
		sizeof(WDF_OBJECT_CONTEXT_TYPE_INFO), #type, sizeof(type), WDF_GET_CONTEXT_TYPE_INFO(type), NULL       \
	};                                                                                                             \
	static inline __attribute__((unused)) type *function(WDFOBJECT Handle)                                         \
	{                                                                                                              \
		return (type *)WdfObjectGetTypedContextWorker(Handle, WDF_GET_CONTEXT_TYPE_INFO(type)->UniqueType);    \
	}

#define WDF_DECLARE_CONTEXT_TYPE(type) WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(type, WdfObjectGet_##type)

#define WdfObjectGetTypedContext(handle, type)                                                                         \
	((type *)WdfObjectGetTypedContextWorker((WDFOBJECT)(handle), WDF_GET_CONTEXT_TYPE_INFO(type)->UniqueType))

#define WDF_OBJECT_ATTRIBUTES_SET_CONTEXT_TYPE(attributes, type)                                                       \
	((attributes)->ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(type)->UniqueType)

#define WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(attributes, type)                                                      \
	(WDF_OBJECT_ATTRIBUTES_INIT(attributes), WDF_OBJECT_ATTRIBUTES_SET_CONTEXT_TYPE(attributes, type))

/* -- Functions ---------------------------------------------------------------------------------------------------- */

/* Defines the function of this name: it calls the table's entry with the driver's globals first. */
#define WDF_FUNCTION(result, name, parameters, types, arguments)                                                       \
	static inline __attribute__((unused)) result name parameters                                                   \
	{                                                                                                              \
		typedef result(*entry)types;                                                                           \
		return ((entry)(ULONG_PTR)WdfFunctions[name##TableIndex])arguments;                                       \
	}

#define WDF_FUNCTION_1(result, name, A)                                                                                \
	WDF_FUNCTION(result, name, (A a), (PWDF_DRIVER_GLOBALS, A), (WdfDriverGlobals, a))
#define WDF_FUNCTION_2(result, name, A, B)                                                                             \
	WDF_FUNCTION(result, name, (A a, B b), (PWDF_DRIVER_GLOBALS, A, B), (WdfDriverGlobals, a, b))
#define WDF_FUNCTION_3(result, name, A, B, C)                                                                          \
	WDF_FUNCTION(result, name, (A a, B b, C c), (PWDF_DRIVER_GLOBALS, A, B, C), (WdfDriverGlobals, a, b, c))
#define WDF_FUNCTION_4(result, name, A, B, C, D)                                                                       \
	WDF_FUNCTION(result, name, (A a, B b, C c, D d), (PWDF_DRIVER_GLOBALS, A, B, C, D),                            \
		     (WdfDriverGlobals, a, b, c, d))
#define WDF_FUNCTION_5(result, name, A, B, C, D, E)                                                                    \
	WDF_FUNCTION(result, name, (A a, B b, C c, D d, E e), (PWDF_DRIVER_GLOBALS, A, B, C, D, E),                    \
		     (WdfDriverGlobals, a, b, c, d, e))
#define WDF_FUNCTION_7(result, name, A, B, C, D, E, F, G)                                                              \
	WDF_FUNCTION(result, name, (A a, B b, C c, D d, E e, F f, G g), (PWDF_DRIVER_GLOBALS, A, B, C, D, E, F, G),    \
		     (WdfDriverGlobals, a, b, c, d, e, f, g))
#define WDF_FUNCTION_6(result, name, A, B, C, D, E, F)                                                                 \
	WDF_FUNCTION(result, name, (A a, B b, C c, D d, E e, F f), (PWDF_DRIVER_GLOBALS, A, B, C, D, E, F),            \
		     (WdfDriverGlobals, a, b, c, d, e, f))
WDF_FUNCTION_5(NTSTATUS, WdfDriverCreate, PDRIVER_OBJECT, PCUNICODE_STRING, PWDF_OBJECT_ATTRIBUTES, PWDF_DRIVER_CONFIG,
	       WDFDRIVER *)
WDF_FUNCTION_2(VOID, WdfDeviceInitSetPnpPowerEventCallbacks, PWDFDEVICE_INIT, PWDF_PNPPOWER_EVENT_CALLBACKS)
WDF_FUNCTION_2(VOID, WdfDeviceInitSetIoType, PWDFDEVICE_INIT, WDF_DEVICE_IO_TYPE)
WDF_FUNCTION_3(VOID, WdfDeviceInitSetFileObjectConfig, PWDFDEVICE_INIT, PWDF_FILEOBJECT_CONFIG, PWDF_OBJECT_ATTRIBUTES)
WDF_FUNCTION_2(VOID, WdfDeviceInitSetRequestAttributes, PWDFDEVICE_INIT, PWDF_OBJECT_ATTRIBUTES)
WDF_FUNCTION_3(NTSTATUS, WdfDeviceCreate, PWDFDEVICE_INIT *, PWDF_OBJECT_ATTRIBUTES, WDFDEVICE *)
WDF_FUNCTION_3(NTSTATUS, WdfDeviceCreateDeviceInterface, WDFDEVICE, const GUID *, PCUNICODE_STRING)
WDF_FUNCTION_1(WDFQUEUE, WdfDeviceGetDefaultQueue, WDFDEVICE)
WDF_FUNCTION_4(NTSTATUS, WdfIoQueueCreate, WDFDEVICE, PWDF_IO_QUEUE_CONFIG, PWDF_OBJECT_ATTRIBUTES, WDFQUEUE *)
WDF_FUNCTION_1(WDFDEVICE, WdfIoQueueGetDevice, WDFQUEUE)
WDF_FUNCTION_2(NTSTATUS, WdfIoQueueRetrieveNextRequest, WDFQUEUE, WDFREQUEST *)
WDF_FUNCTION_6(NTSTATUS, WdfMemoryCreate, PWDF_OBJECT_ATTRIBUTES, POOL_TYPE, ULONG, size_t, WDFMEMORY *, PVOID *)
WDF_FUNCTION_2(PVOID, WdfMemoryGetBuffer, WDFMEMORY, size_t *)
WDF_FUNCTION_4(NTSTATUS, WdfMemoryCopyToBuffer, WDFMEMORY, size_t, PVOID, size_t)
WDF_FUNCTION_4(NTSTATUS, WdfMemoryCopyFromBuffer, WDFMEMORY, size_t, PVOID, size_t)
WDF_FUNCTION_2(PVOID, WdfObjectGetTypedContextWorker, WDFOBJECT, PCWDF_OBJECT_CONTEXT_TYPE_INFO)
WDF_FUNCTION_1(VOID, WdfObjectDelete, WDFOBJECT)
WDF_FUNCTION_2(VOID, WdfRequestMarkCancelable, WDFREQUEST, EVT_WDF_REQUEST_CANCEL *)
WDF_FUNCTION_2(NTSTATUS, WdfRequestMarkCancelableEx, WDFREQUEST, EVT_WDF_REQUEST_CANCEL *)
WDF_FUNCTION_1(NTSTATUS, WdfRequestUnmarkCancelable, WDFREQUEST)
WDF_FUNCTION_2(VOID, WdfRequestComplete, WDFREQUEST, NTSTATUS)
WDF_FUNCTION_3(VOID, WdfRequestCompleteWithInformation, WDFREQUEST, NTSTATUS, ULONG_PTR)
WDF_FUNCTION_2(VOID, WdfRequestGetParameters, WDFREQUEST, PWDF_REQUEST_PARAMETERS)
WDF_FUNCTION_2(NTSTATUS, WdfRequestRetrieveInputMemory, WDFREQUEST, WDFMEMORY *)
WDF_FUNCTION_2(NTSTATUS, WdfRequestRetrieveOutputMemory, WDFREQUEST, WDFMEMORY *)
WDF_FUNCTION_4(NTSTATUS, WdfRequestRetrieveInputBuffer, WDFREQUEST, size_t, PVOID *, size_t *)
WDF_FUNCTION_4(NTSTATUS, WdfRequestRetrieveOutputBuffer, WDFREQUEST, size_t, PVOID *, size_t *)
WDF_FUNCTION_2(VOID, WdfRequestSetInformation, WDFREQUEST, ULONG_PTR)
WDF_FUNCTION_1(WDFFILEOBJECT, WdfRequestGetFileObject, WDFREQUEST)
WDF_FUNCTION_2(NTSTATUS, WdfRequestForwardToIoQueue, WDFREQUEST, WDFQUEUE)
WDF_FUNCTION_1(WDFQUEUE, WdfRequestGetIoQueue, WDFREQUEST)
WDF_FUNCTION_2(VOID, WdfRequestStopAcknowledge, WDFREQUEST, BOOLEAN)
WDF_FUNCTION_2(NTSTATUS, WdfWaitLockCreate, PWDF_OBJECT_ATTRIBUTES, WDFWAITLOCK *)
WDF_FUNCTION_2(NTSTATUS, WdfWaitLockAcquire, WDFWAITLOCK, PLONGLONG)
WDF_FUNCTION_1(VOID, WdfWaitLockRelease, WDFWAITLOCK)
WDF_FUNCTION_2(NTSTATUS, WdfSpinLockCreate, PWDF_OBJECT_ATTRIBUTES, WDFSPINLOCK *)
WDF_FUNCTION_1(VOID, WdfSpinLockAcquire, WDFSPINLOCK)
WDF_FUNCTION_1(VOID, WdfSpinLockRelease, WDFSPINLOCK)
WDF_FUNCTION_3(NTSTATUS, WdfTimerCreate, PWDF_TIMER_CONFIG, PWDF_OBJECT_ATTRIBUTES, WDFTIMER *)
WDF_FUNCTION_2(BOOLEAN, WdfTimerStart, WDFTIMER, LONGLONG)
WDF_FUNCTION_2(BOOLEAN, WdfTimerStop, WDFTIMER, BOOLEAN)
WDF_FUNCTION_1(WDFOBJECT, WdfTimerGetParentObject, WDFTIMER)
WDF_FUNCTION_3(NTSTATUS, WdfWorkItemCreate, PWDF_WORKITEM_CONFIG, PWDF_OBJECT_ATTRIBUTES, WDFWORKITEM *)
WDF_FUNCTION_1(VOID, WdfWorkItemEnqueue, WDFWORKITEM)
WDF_FUNCTION_1(WDFOBJECT, WdfWorkItemGetParentObject, WDFWORKITEM)
WDF_FUNCTION_1(PDEVICE_OBJECT, WdfDeviceWdmGetDeviceObject, WDFDEVICE)
WDF_FUNCTION_1(WDFDEVICE, WdfWdmDeviceGetWdfDeviceHandle, PDEVICE_OBJECT)
WDF_FUNCTION_1(WDFDEVICE, WdfFileObjectGetDevice, WDFFILEOBJECT)
WDF_FUNCTION_1(PFILE_OBJECT, WdfFileObjectWdmGetFileObject, WDFFILEOBJECT)
WDF_FUNCTION_2(NTSTATUS, WdfRequestRetrieveInputWdmMdl, WDFREQUEST, PMDL *)
WDF_FUNCTION_2(NTSTATUS, WdfRequestRetrieveOutputWdmMdl, WDFREQUEST, PMDL *)
WDF_FUNCTION_4(NTSTATUS, WdfRequestRetrieveUnsafeUserInputBuffer, WDFREQUEST, size_t, PVOID *, size_t *)
WDF_FUNCTION_4(NTSTATUS, WdfRequestRetrieveUnsafeUserOutputBuffer, WDFREQUEST, size_t, PVOID *, size_t *)
WDF_FUNCTION_1(PIRP, WdfRequestWdmGetIrp, WDFREQUEST)
WDF_FUNCTION_2(VOID, WdfDeviceInitSetIoInCallerContextCallback, PWDFDEVICE_INIT, EVT_WDF_IO_IN_CALLER_CONTEXT *)
WDF_FUNCTION_2(NTSTATUS, WdfDeviceEnqueueRequest, WDFDEVICE, WDFREQUEST)
WDF_FUNCTION_4(NTSTATUS, WdfRequestProbeAndLockUserBufferForRead, WDFREQUEST, PVOID, size_t, WDFMEMORY *)
WDF_FUNCTION_4(NTSTATUS, WdfRequestProbeAndLockUserBufferForWrite, WDFREQUEST, PVOID, size_t, WDFMEMORY *)
WDF_FUNCTION_4(NTSTATUS, WdfInterruptCreate, WDFDEVICE, PWDF_INTERRUPT_CONFIG, PWDF_OBJECT_ATTRIBUTES, WDFINTERRUPT *)
WDF_FUNCTION_1(BOOLEAN, WdfInterruptQueueDpcForIsr, WDFINTERRUPT)
WDF_FUNCTION_1(VOID, WdfInterruptAcquireLock, WDFINTERRUPT)
WDF_FUNCTION_1(VOID, WdfInterruptReleaseLock, WDFINTERRUPT)
WDF_FUNCTION_1(WDFDEVICE, WdfInterruptGetDevice, WDFINTERRUPT)
WDF_FUNCTION_1(ULONG, WdfCmResourceListGetCount, WDFCMRESLIST)
WDF_FUNCTION_2(PCM_PARTIAL_RESOURCE_DESCRIPTOR, WdfCmResourceListGetDescriptor, WDFCMRESLIST, ULONG)
WDF_FUNCTION_1(NTSTATUS, WdfRequestRequeue, WDFREQUEST)
WDF_FUNCTION_1(WDFDRIVER, WdfDeviceGetDriver, WDFDEVICE)
WDF_FUNCTION_4(NTSTATUS, WdfDriverOpenParametersRegistryKey, WDFDRIVER, ACCESS_MASK, PWDF_OBJECT_ATTRIBUTES, WDFKEY *)
WDF_FUNCTION_1(VOID, WdfRegistryClose, WDFKEY)
WDF_FUNCTION_1(HANDLE, WdfRegistryWdmGetHandle, WDFKEY)

static inline __attribute__((unused)) WDFDRIVER WdfGetDriver(VOID)
{
	return WdfDriverGlobals->Driver;
}

#include "wdfcontrol.h"
#include "wdfiotarget.h"
#include "wdfpreprocess.h"

#endif
