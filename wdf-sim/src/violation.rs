//! Broken rules: one variant a rule, each with the sentence that a report shows and the page it comes from.
//!
//! Row 0 of the simulator. The kernel returns a [`Violation`] from the transition that found it; the execution layer
//! ends the run with it. The rules' names are those of Microsoft's checkers where they have one.
//!
//! Key types: [`Violation`], [`Rule`], [`BugCheck`].

use std::fmt;
use std::sync::Arc;

/// A driver broke a rule (or the system would have stopped).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// What happened, naming the objects.
    pub text: String,
    /// What the real system would show, where it would stop.
    pub outcome: Outcome,
    /// What one of the bug check's parameters points to.
    data: Option<Arc<[u64]>>,
    /// It was found by its length: the run that shows it is a long one.
    pub(crate) is_endless: bool,
}

/// What the real system does where a rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It stops with this bug check.
    BugCheck(BugCheck),
    /// The framework's verifier breaks into the debugger.
    Break,
    /// Nothing checks it: memory is corrupted or freed memory is used.
    Undefined,
    /// A thread waits for ever.
    Hang,
    /// Something is lost or left behind, and the system goes on.
    Leak,
}

/// A bug check code with its four parameters, as the blue screen and `!analyze` show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BugCheck {
    /// The code, for instance 0x10D (`WDF_VIOLATION`).
    pub code: u32,
    /// The parameters 1 to 4.
    pub parameters: [u64; 4],
}

/// `WDF_VIOLATION`: the code of every bug check that the framework itself raises.
pub const WDF_VIOLATION: u32 = 0x10D;

macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident: $sentence:literal, $page:literal;)*) => {
        /// A rule of the framework.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $sentence] $(#[$doc])* $variant,)*
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The rule's name, as it stands in reports.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant),)* }
            }

            /// The rule in one sentence.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)* }
            }

            /// Where the rule is documented.
            #[must_use]
            pub const fn page(self) -> &'static str {
                match self { $(Self::$variant => $page,)* }
            }
        }
    };
}

rules! {
    NotSimulated: "The driver called a function that the simulator does not have yet.", "docs: table of functions";
    DriverPanicked: "The driver panicked, which on Windows is a bug check.", "KeBugCheckEx";
    InvalidHandle: "A handle must name a live object of the kind that the function takes.", "WDF_VIOLATION 0x5";
    UseAfterDestroy: "No function may be called on an object that has been destroyed.", "InvalidReqAccess";
    RequiredParameterIsNull: "A required pointer must not be NULL.", "WDF_VIOLATION 0x4";
    DoubleCompletion: "A request is completed exactly once.", "DoubleCompletion";
    RequestNotOwned: "Only the owner of a request may operate on it.", "InvalidReqAccess";
    CompletedWhileCancelable: "A request that was marked cancelable is unmarked before it is completed.", "ReqNotCanceledLocal";
    MarkedTwice: "A request is marked cancelable once until it is unmarked.", "MarkCancOnCancReqLocal";
    UnmarkedUnmarked: "Only a request that is marked cancelable may be unmarked.", "WdfRequestUnmarkCancelable";
    IsCanceledOnCancelable: "WdfRequestIsCanceled is not for cancelable requests.", "ReqIsCancOnCancReq";
    ForwardedWhileCancelable: "A cancelable request is unmarked before it is forwarded or requeued.", "WdfRequestForwardToIoQueue";
    ForwardedToSameQueue: "A request is forwarded to another queue than its own.", "WdfRequestForwardToIoQueue";
    ForwardedToOtherDevice: "A request is forwarded to a queue of its own device.", "WdfRequestForwardToIoQueue";
    ForwardedToParentWrongly: "A child's request is forwarded to its own parent's queue, which the child's init allowed.", "WdfRequestForwardToParentDeviceIoQueue";
    IrpDispatchedWrongly: "An IRP is dispatched with the context of its callback, to a queue of its own device that takes it.", "WdfDeviceWdmDispatchIrpToIoQueue";
    RequeuedOnNonManualQueue: "WdfRequestRequeue is for manual queues.", "WdfRequestRequeue";
    NotInAQueue: "The request belongs to no queue.", "WdfRequestMarkCancelableEx";
    InformationTooLarge: "The information of a success does not exceed the buffer.", "WDF_VIOLATION 0x6/4";
    MemoryReferencedAtCompletion: "No reference to a request's memory outlives its completion.", "WDF_VIOLATION 0x3";
    RequestNeverCompleted: "Every request that a driver is given is completed.", "DeferredRequestCompleted";
    RecursiveLock: "A presentation lock is not taken twice by one thread.", "WDF_VIOLATION 0x2";
    LockOrder: "Presentation locks are taken in the order of the tree: the driver's, a device's, a queue's.", "FxVerifierLock";
    InvalidLockOperation: "A lock is released by the thread that holds it, and taken only on objects that have one.", "WDF_VIOLATION 0xB";
    SpinLockRecursion: "A spin lock is not taken twice by one thread.", "WdfSpinlock";
    LockHeldAtReturn: "A callback returns with the locks and at the IRQL with which it was entered.", "WdfSpinLockRelease";
    PassiveChildAtDispatch: "A request with a child that is disposed of at PASSIVE_LEVEL is completed at PASSIVE_LEVEL.", "WdfRequestComplete";
    CallbackNeverReturns: "A callback comes to its end.", "bug checks 0x101 and 0x133";
    RecursionTooDeep: "Callbacks are not nested deeper than the kernel's stack is.", "bug check 0x7F";
    IrqlTooHigh: "A function is called at or below its highest IRQL.", "KmdfIrql";
    ObjectDeletedByDereference: "An object is deleted, not dereferenced away.", "WDF_VIOLATION 0x7";
    DeleteNotAllowed: "Objects that belong to the framework are not deleted by the driver.", "WdfObjectDelete";
    ObjectDeletedTwice: "An object is deleted once.", "WdfObjectDelete";
    QueueFatalError: "One state change of a queue is under way at a time, on a queue that is not deleted.", "WDF_VIOLATION 0xA";
    ReadyNotifyMisused: "Ready-notify is registered once, on a manual queue, and cleared only while it is stopped.", "WdfIoQueueReadyNotify";
    FindOnNonManualQueue: "Requests are searched only in manual queues.", "WdfIoQueueFindRequest";
    RetrieveFromSequentialQueue: "Retrieving from a sequential queue that has nothing out races with its own dispatching.", "WdfIoQueueRetrieveNextRequest";
    StopAcknowledgeOutsideStop: "WdfRequestStopAcknowledge is called within EvtIoStop.", "StopAckWithinEvtIoStop";
    DispatchingAlreadyConfigured: "A request type is configured for one queue only.", "WdfDeviceConfigureRequestDispatching";
    TimerMisused: "A timer is not waited for in its own callback, nor above PASSIVE_LEVEL.", "WdfTimerStop";
    ParametersSizeWrong: "The Size of a structure is that of its version.", "WDF_REQUEST_PARAMETERS";
    SentTwice: "A request is sent again only when its completion routine has run.", "WDF_VIOLATION 0x6/3";
    SentUnformatted: "A request is formatted each time before it is sent.", "RequestFormattedValid";
    SentWhileCancelable: "A cancelable request is unmarked before it is sent.", "ReqMarkCancelableSend";
    SentWithoutCompletionRoutine: "An application's request is sent with a completion routine, synchronously, or to be forgotten.", "ReqCompletionRoutine";
    SendOptionsWrong: "Send options have their size, known flags, and nothing beside send-and-forget.", "WDF_REQUEST_SEND_OPTIONS";
    FormattedWithoutRoom: "A request is formatted for a next driver when it has an IRP with a stack location for it.", "WDF_VIOLATION 0x6/1, 0x6/2";
    FormattedAndForgotten: "A request that was formatted for a target is not sent and forgotten.", "RequestSendAndForgetNoFormatting";
    CompletionRoutineForgotten: "A request that is sent and forgotten has nobody who waits for its completion.", "WdfRequestSend";
    CompletionParamsUnformatted: "Completion parameters are those of a request that was formatted for a target.", "WdfRequestGetCompletionParams";
    UsedWhileSent: "A request that is with a target may be cancelled, and nothing else.", "InvalidReqAccess";
    ReusedWhileSent: "A request is reused when its completion routine has run.", "WdfRequestReuse";
    DeletedWhileSent: "A request is deleted when its completion routine has run.", "InvalidReqAccessLocal";
    OwnRequestCompleted: "A request that the driver created is deleted, not completed.", "ReqDelete";
    StartedWhileStopping: "A target is started when stopping or purging it is over.", "WdfIoTargetStart";
    PurgedWhileStopping: "A target is purged again when stopping or purging it is over.", "WdfIoTargetPurge";
    OpenedWhileClosing: "A target is opened again when closing it is over.", "WdfIoTargetOpen";
    NotAParent: "What concerns the children of a bus is asked of a function device, and of no other.", "WdfFdoRetrieveNextStaticChild";
    NotAChild: "What is said of a child is said in the init of a child, or of a child.", "WdfPdoInitAllocate";
    ChildLeaked: "A child that was created is added to its parent's list or deleted, and its init is used or freed.", "PdoInitFreeDeviceCallback";
    Deadlock: "Threads do not wait for each other in a circle, nor for what cannot happen.", "deadlock";
    ReferenceLeaked: "Every reference that was taken is dropped before the driver is unloaded.", "WdfObjectReference";
    ContextMisused: "A context is attached with valid type information.", "WdfObjectAllocateContext";
    NotInCallerContext: "WdfDeviceEnqueueRequest is for EvtIoInCallerContext.", "WdfDeviceEnqueueRequest";
    PoolFreedTwice: "Pool memory is freed once, with the tag it was allocated with.", "ExFreePoolWithTag";
    KernelObjectNotInitialized: "An event, timer, DPC or other object of the kernel is initialised before it is used.", "KeInitializeEvent";
    InvalidMemoryAccess: "Only valid memory is read, written and executed.", "bug checks 0x3B, 0x50, 0xD1";
    TestFailed: "What the test expects is so.", "the test";
    InterruptMisused: "An interrupt queues the routine that it has, and is given what it can take.", "WdfInterruptQueueDpcForIsr";
    InterruptNotConnected: "An interrupt's lock is there while the interrupt is connected.", "WdfInterruptAcquireLock";
    ResourcesMisused: "The resources that a device was assigned are read, and not changed.", "WdfCmResourceListGetDescriptor";
    ControlDeviceMisused: "A control device is finished once it is set up, and deleted before its driver goes.", "WdfControlFinishInitializing";
    DeviceMisused: "A device is told what it can be told.", "WdfDeviceSetDeviceState";
    PowerReferenceMisused: "Every WdfDeviceResumeIdle follows a WdfDeviceStopIdle.", "WdfDeviceResumeIdle";
    ForwardProgressMisused: "A queue has one policy for forward progress, whose callback says to use a request or to fail.", "WdfIoQueueAssignForwardProgressPolicy";
    BufferMisused: "A buffer is asked for of a request that has one.", "WdfRequestRetrieveInputBuffer";
    BufferUsedAfterCompletion: "A request's buffer is not written after the request was completed.", "WdfRequestRetrieveOutputBuffer";
    CollectionMisused: "Only what is in a collection is taken out of it.", "WdfCollectionRemove";
    KernelObjectLeaked: "Handles, work items, MDLs, lookaside lists and the like are given back before the driver is unloaded.", "IoFreeWorkItem, IoFreeMdl, ZwClose";
    MdlMisused: "The pages of an MDL are locked once, mapped while they are, and unlocked before it is freed; the MDL of a request goes with the request.", "MmProbeAndLockPages";
    WorkItemMisused: "A work item is queued once until it runs, and not freed while it is queued.", "bug check 0xE4";
    UnloadedWhilePending: "No thread, timer or work item of a driver is under way when it is unloaded.", "bug check 0xCE";
    PoolOverrun: "Nothing is written before or behind pool memory.", "bug check 0x19";
    PoolUsedAfterFree: "Pool memory is not used after it was freed.", "bug check 0xD5";
    PoolLeaked: "Pool memory is freed before the driver is unloaded.", "ExAllocatePool2";
}

impl Violation {
    pub(crate) fn new(rule: Rule, outcome: Outcome, text: impl Into<String>) -> Box<Self> {
        Box::new(Self { rule, text: text.into(), outcome, data: None, is_endless: false })
    }

    /// The structure that a parameter of the bug check points to, in words of 64 bits; empty if none does. For
    /// `WDF_QUEUE_FATAL_ERROR` (parameter 2) it is queue, request and status, for an information length mismatch
    /// (parameter 3) request, IRP, buffer length, information and major function, as in wdfbugcodes.h.
    #[must_use]
    pub fn data(&self) -> &[u64] {
        self.data.as_deref().unwrap_or_default()
    }

    /// Lets a parameter of the bug check, counted from 1, point to this structure, which lives as long as the violation.
    pub(crate) fn pointing_to(mut self: Box<Self>, parameter: usize, data: &[u64]) -> Box<Self> {
        let data: Arc<[u64]> = data.into();
        if let Outcome::BugCheck(bug_check) = &mut self.outcome {
            bug_check.parameters[parameter - 1] = data.as_ptr() as u64;
        }
        self.data = Some(data);
        self
    }

    /// It was found by its length.
    pub(crate) fn endless(mut self: Box<Self>) -> Box<Self> {
        self.is_endless = true;
        self
    }

    /// The framework's bug checks end with the driver's globals: its own private ones, of which the driver knows the public part.
    pub(crate) fn of_driver(mut self: Box<Self>, globals: u64) -> Box<Self> {
        if let Outcome::BugCheck(BugCheck { code: WDF_VIOLATION, parameters }) = &mut self.outcome {
            parameters[3] = globals;
        }
        self
    }

    /// A rule that nothing checks: the framework would corrupt memory here.
    pub(crate) fn undefined(rule: Rule, text: impl Into<String>) -> Box<Self> {
        Self::new(rule, Outcome::Undefined, text)
    }

    /// A bug check of the framework, 0x10D with these first three parameters.
    pub(crate) fn wdf(rule: Rule, parameters: [u64; 3], text: impl Into<String>) -> Box<Self> {
        let [p1, p2, p3] = parameters;
        let bug_check = BugCheck { code: WDF_VIOLATION, parameters: [p1, p2, p3, 0] };
        Self::new(rule, Outcome::BugCheck(bug_check), text)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule.name(), self.text)?;
        match self.outcome {
            Outcome::BugCheck(BugCheck { code, parameters: [p1, p2, p3, p4] }) => {
                write!(f, " (bug check {code:#x}, parameters {p1:#x}, {p2:#x}, {p3:#x}, {p4:#x})")
            }
            Outcome::Break => f.write_str(" (the framework's verifier breaks into the debugger)"),
            Outcome::Undefined => f.write_str(" (nothing checks this on Windows: memory is corrupted)"),
            Outcome::Hang => f.write_str(" (on Windows the thread waits for ever)"),
            Outcome::Leak => Ok(()),
        }
    }
}
