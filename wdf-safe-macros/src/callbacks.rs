//! The callbacks: their attributes, their parameters and what they return.
//!
//! *Where it stands.* Under the macros (`handlers.rs`, `driver.rs`), which hold functions to it.
//!
//! *Key types.* [`Callback`].
//!
//! *Wraps.* The callback pages of WDF. The traits of `wdf_safe::handler` say the same to the compiler.

/// A kind of callback.
pub(crate) struct Callback {
    /// The attribute, and the name of the check in wdf-safe.
    pub(crate) name: &'static str,
    /// The parameters, as the messages show them, with how each is taken.
    pub(crate) parameters: &'static [(&'static str, Taken)],
    /// The return type, as the messages show it; `None`: it returns nothing.
    pub(crate) returns: Option<(&'static str, &'static str)>,
}

/// How a parameter is taken.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Taken {
    Exclusively,
    Shared,
    Whole,
}

impl std::fmt::Display for Callback {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("fn(")?;
        for (index, (shown, _)) in self.parameters.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            f.write_str(shown)?;
        }
        f.write_str(")")?;
        if let Some((returns, _)) = self.returns {
            write!(f, " -> {returns}")?;
        }
        Ok(())
    }
}

const DISPOSED: &str = "the proof that the request was disposed of";

/// `DriverEntry`.
pub(crate) const DRIVER_ENTRY: Callback = Callback {
    name: "driver_entry",
    parameters: &[("cx: &mut Cx<'_, Passive>", Taken::Exclusively), ("driver: DriverInit<'id>", Taken::Whole)],
    returns: Some(("Result<Loaded<'id>>", "the proof that the driver object was made")),
};

/// `EvtDriverDeviceAdd`.
pub(crate) const DEVICE_ADD: Callback = Callback {
    name: "evt_driver_device_add",
    parameters: &[
        ("cx: &mut Cx<'_, Passive>", Taken::Exclusively),
        ("driver: &Driver<D>", Taken::Shared),
        ("init: DeviceInit<'id>", Taken::Whole),
    ],
    returns: Some(("Result<Added<'id>>", "the proof that the device was made")),
};

/// `EvtIoRead`.
pub(crate) const IO_READ: Callback = Callback {
    name: "evt_io_read",
    parameters: &[
        ("cx: &mut Cx<'_, Dispatch>", Taken::Exclusively),
        ("queue: &Queue<T>", Taken::Shared),
        ("request: Request<'id, Owned, Read>", Taken::Whole),
    ],
    returns: Some(("Handled<'id>", DISPOSED)),
};

/// `EvtIoWrite`.
pub(crate) const IO_WRITE: Callback = Callback {
    name: "evt_io_write",
    parameters: &[
        ("cx: &mut Cx<'_, Dispatch>", Taken::Exclusively),
        ("queue: &Queue<T>", Taken::Shared),
        ("request: Request<'id, Owned, Write>", Taken::Whole),
    ],
    returns: Some(("Handled<'id>", DISPOSED)),
};

/// `EvtIoDeviceControl`.
pub(crate) const IO_DEVICE_CONTROL: Callback = Callback {
    name: "evt_io_device_control",
    parameters: &[
        ("cx: &mut Cx<'_, Dispatch>", Taken::Exclusively),
        ("queue: &Queue<T>", Taken::Shared),
        ("request: Request<'id, Owned, DeviceControl>", Taken::Whole),
    ],
    returns: Some(("Handled<'id>", DISPOSED)),
};

/// `EvtIoInternalDeviceControl`.
pub(crate) const IO_INTERNAL_DEVICE_CONTROL: Callback = Callback {
    name: "evt_io_internal_device_control",
    parameters: &[
        ("cx: &mut Cx<'_, Dispatch>", Taken::Exclusively),
        ("queue: &Queue<T>", Taken::Shared),
        ("request: Request<'id, Owned, InternalDeviceControl>", Taken::Whole),
    ],
    returns: Some(("Handled<'id>", DISPOSED)),
};

/// `EvtIoDefault`.
pub(crate) const IO_DEFAULT: Callback = Callback {
    name: "evt_io_default",
    parameters: &[
        ("cx: &mut Cx<'_, Dispatch>", Taken::Exclusively),
        ("queue: &Queue<T>", Taken::Shared),
        ("request: Request<'id, Owned, Any>", Taken::Whole),
    ],
    returns: Some(("Handled<'id>", DISPOSED)),
};

/// `EvtIoCanceledOnQueue`.
pub(crate) const IO_CANCELED_ON_QUEUE: Callback = Callback {
    name: "evt_io_canceled_on_queue",
    parameters: &[
        ("cx: &mut Cx<'_, Dispatch>", Taken::Exclusively),
        ("queue: &Queue<T>", Taken::Shared),
        ("request: Request<'id, MustComplete, Any>", Taken::Whole),
    ],
    returns: Some(("Handled<'id>", DISPOSED)),
};

/// `EvtIoStop`.
pub(crate) const IO_STOP: Callback = Callback {
    name: "evt_io_stop",
    parameters: &[
        ("cx: &mut Cx<'_, Dispatch>", Taken::Exclusively),
        ("queue: &Queue<T>", Taken::Shared),
        ("notice: StopNotice<'id>", Taken::Whole),
    ],
    returns: Some(("Answered<'id>", "the proof that the notice was answered")),
};

/// `EvtIoResume`.
pub(crate) const IO_RESUME: Callback = Callback {
    name: "evt_io_resume",
    parameters: &[("cx: &mut Cx<'_, Dispatch>", Taken::Exclusively), ("queue: &Queue<T>", Taken::Shared)],
    returns: None,
};

/// `EvtIoQueueState`.
pub(crate) const IO_QUEUE_STATE: Callback = Callback {
    name: "evt_io_queue_state",
    parameters: &[("cx: &mut Cx<'_, Dispatch>", Taken::Exclusively), ("queue: &Queue<T>", Taken::Shared)],
    returns: None,
};

/// `EvtIoInCallerContext`.
pub(crate) const IO_IN_CALLER_CONTEXT: Callback = Callback {
    name: "evt_io_in_caller_context",
    parameters: &[
        ("cx: &mut Cx<'_, Dispatch>", Taken::Exclusively),
        ("device: &Device<T>", Taken::Shared),
        ("request: Request<'id, InCallerContext, Any>", Taken::Whole),
    ],
    returns: Some(("Handled<'id>", DISPOSED)),
};

/// `EvtFileCleanup`.
pub(crate) const FILE_CLEANUP: Callback = Callback {
    name: "evt_file_cleanup",
    parameters: &[
        ("cx: &mut Cx<'_, Dispatch>", Taken::Exclusively),
        ("device: &Device<T>", Taken::Shared),
        ("file: &FileObject<'_>", Taken::Shared),
    ],
    returns: None,
};

/// `EvtFileClose`.
pub(crate) const FILE_CLOSE: Callback = Callback { name: "evt_file_close", ..FILE_CLEANUP };

/// `EvtDeviceFileCreate`.
pub(crate) const DEVICE_FILE_CREATE: Callback = Callback {
    name: "evt_device_file_create",
    parameters: &[
        ("cx: &mut Cx<'_, Dispatch>", Taken::Exclusively),
        ("device: &Device<T>", Taken::Shared),
        ("request: Request<'id, Opening, Any>", Taken::Whole),
        ("file: &FileObject<'_>", Taken::Shared),
    ],
    returns: Some(("Handled<'id>", DISPOSED)),
};

/// `EvtDriverUnload`.
pub(crate) const DRIVER_UNLOAD: Callback = Callback {
    name: "evt_driver_unload",
    parameters: &[("cx: &mut Cx<'_, Passive>", Taken::Exclusively), ("driver: &Driver<D>", Taken::Shared)],
    returns: None,
};

/// What the device is told, and can refuse: `EvtDeviceSelfManagedIoInit` and its like.
pub(crate) const DEVICE_EVENT: Callback = Callback {
    name: "evt_device_event",
    returns: Some(("Result<()>", "what the framework is told")),
    ..DEVICE_D0_ENTRY
};

/// What the device is told, and cannot refuse: `EvtDeviceSelfManagedIoFlush` and its like.
pub(crate) const DEVICE_NOTICE: Callback = Callback { name: "evt_device_notice", returns: None, ..DEVICE_D0_ENTRY };

/// `EvtDeviceUsageNotificationEx`.
pub(crate) const DEVICE_USAGE_NOTIFICATION: Callback = Callback {
    name: "evt_device_usage_notification",
    parameters: &[
        ("cx: &mut Cx<'_, Passive>", Taken::Exclusively),
        ("device: &Device<T>", Taken::Shared),
        ("file: SpecialFile", Taken::Whole),
        ("in_path: bool", Taken::Whole),
    ],
    returns: Some(("Result<()>", "whether the device takes it")),
};

/// `EvtDeviceRelationsQuery`.
pub(crate) const DEVICE_RELATIONS_QUERY: Callback = Callback {
    name: "evt_device_relations_query",
    parameters: &[
        ("cx: &mut Cx<'_, Passive>", Taken::Exclusively),
        ("device: &Device<T>", Taken::Shared),
        ("relation: Relation", Taken::Whole),
    ],
    returns: None,
};

/// `EvtDeviceSurpriseRemoval`.
pub(crate) const DEVICE_SURPRISE_REMOVAL: Callback = Callback {
    name: "evt_device_surprise_removal",
    parameters: &[("cx: &mut Cx<'_, SurpriseRemoval>", Taken::Exclusively), ("device: &Device<T>", Taken::Shared)],
    returns: None,
};

/// `EvtDpcFunc`.
pub(crate) const DPC: Callback = Callback {
    name: "evt_dpc",
    parameters: &[("cx: &mut Cx<'_, Dispatch>", Taken::Exclusively), ("dpc: &Dpc<P>", Taken::Shared)],
    returns: None,
};

/// `EvtWorkItem`.
pub(crate) const WORK_ITEM: Callback = Callback {
    name: "evt_work_item",
    parameters: &[("cx: &mut Cx<'_, Work>", Taken::Exclusively), ("item: &WorkItem<P>", Taken::Shared)],
    returns: None,
};

/// `EvtInterruptIsr`.
pub(crate) const INTERRUPT_ISR: Callback = Callback {
    name: "evt_interrupt_isr",
    parameters: &[
        ("cx: &mut Cx<'_, Dirql>", Taken::Exclusively),
        ("interrupt: &Interrupt<P, S>", Taken::Shared),
        ("data: &mut S", Taken::Exclusively),
        ("message: u32", Taken::Whole),
    ],
    returns: Some(("bool", "whether the interrupt was the device's")),
};

/// `EvtInterruptEnable`, `EvtInterruptDisable`.
pub(crate) const INTERRUPT_CHANGE: Callback = Callback {
    name: "evt_interrupt_change",
    parameters: &[
        ("cx: &mut Cx<'_, Dirql>", Taken::Exclusively),
        ("interrupt: &Interrupt<P, S>", Taken::Shared),
        ("data: &mut S", Taken::Exclusively),
    ],
    returns: Some(("Result<()>", "whether the hardware did what it was told")),
};

/// `EvtInterruptDpc`.
pub(crate) const INTERRUPT_DPC: Callback = Callback {
    name: "evt_interrupt_dpc",
    parameters: &[("cx: &mut Cx<'_, Dispatch>", Taken::Exclusively), ("interrupt: &Interrupt<P, S>", Taken::Shared)],
    returns: None,
};

/// `EvtInterruptWorkItem`.
pub(crate) const INTERRUPT_WORK_ITEM: Callback = Callback {
    name: "evt_interrupt_work_item",
    parameters: &[("cx: &mut Cx<'_, Passive>", Taken::Exclusively), ("interrupt: &Interrupt<P, S>", Taken::Shared)],
    returns: None,
};

/// `EvtDeviceD0Entry`.
pub(crate) const DEVICE_D0_ENTRY: Callback = Callback {
    name: "evt_device_d0_entry",
    parameters: &[("cx: &mut Cx<'_, Passive>", Taken::Exclusively), ("device: &Device<T>", Taken::Shared)],
    returns: Some(("Result<()>", "whether the device works")),
};

/// `EvtDevicePrepareHardware`.
pub(crate) const DEVICE_PREPARE_HARDWARE: Callback = Callback {
    name: "evt_device_prepare_hardware",
    parameters: &[
        ("cx: &mut Cx<'_, Passive>", Taken::Exclusively),
        ("device: &Device<T>", Taken::Shared),
        ("resources: &Resources<'_>", Taken::Shared),
    ],
    returns: Some(("Result<()>", "whether the device works")),
};

/// `EvtDeviceReleaseHardware`.
pub(crate) const DEVICE_RELEASE_HARDWARE: Callback =
    Callback { name: "evt_device_release_hardware", ..DEVICE_D0_ENTRY };

/// `EvtDeviceD0Exit`.
pub(crate) const DEVICE_D0_EXIT: Callback = Callback { name: "evt_device_d0_exit", ..DEVICE_D0_ENTRY };

/// `EvtRequestCancel`.
pub(crate) const REQUEST_CANCEL: Callback = Callback {
    name: "evt_request_cancel",
    parameters: &[
        ("cx: &mut Cx<'_, Dispatch>", Taken::Exclusively),
        ("request: Request<'id, MustComplete, K>", Taken::Whole),
    ],
    returns: Some(("Handled<'id>", DISPOSED)),
};

/// `EvtTimerFunc`.
pub(crate) const TIMER: Callback = Callback {
    name: "evt_timer",
    parameters: &[("cx: &mut Cx<'_, Dispatch>", Taken::Exclusively), ("timer: &Timer<P>", Taken::Shared)],
    returns: None,
};
