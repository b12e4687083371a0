//! The callback attributes: `#[evt_io_read]` and its kin.
//!
//! *Where it stands.* One macro for all; a callback is described by a [`Callback`].
//!
//! *Key types.* [`Callback`].
//!
//! *Wraps.* The callback pages of WDF. What is emitted is the function as it was, and a constant that holds it to its
//! signature where it stands; the trampoline is a generic function of wdf-safe.

use crate::diagnostics::{Errors, Reported};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{FnArg, GenericParam, ItemFn, ReturnType, Type};

/// A kind of callback.
pub(crate) struct Callback {
    /// The attribute, and the name of the check in wdf-safe.
    pub(crate) name: &'static str,
    /// The parameters, as the messages show them, with how each is taken.
    parameters: &'static [(&'static str, Taken)],
    /// The return type, as the messages show it; `None`: it returns nothing.
    returns: Option<(&'static str, &'static str)>,
}

/// How a parameter is taken.
#[derive(Clone, Copy, PartialEq)]
enum Taken {
    Exclusively,
    Shared,
    Whole,
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

/// The function as it was, held to its signature.
pub(crate) fn expand(callback: &Callback, arguments: TokenStream, item: TokenStream) -> TokenStream {
    match parse(callback, arguments, &item) {
        Ok(function) => {
            let check = check_constant(callback, &function);
            quote! { #function #check }
        }
        // The function itself is its stub: it can be named as before.
        Err(reported) => reported.with_stub(item),
    }
}

/// The constant that asks rustc whether the function is such a callback.
pub(crate) fn check_constant(callback: &Callback, function: &ItemFn) -> TokenStream {
    // At the user's place, but of our making: rustc then offers no changes to what the user did not write.
    let place = Span::call_site().located_at(function.sig.ident.span());
    let check = Ident::new(callback.name, place);
    let mut name = function.sig.ident.clone();
    name.set_span(place);
    quote_spanned! { place => const _: () = ::wdf_safe::__private::check::#check({ #name }); }
}

/// The function, if its form is that of the callback. Types are left to rustc, which knows them.
pub(crate) fn parse(callback: &Callback, arguments: TokenStream, item: &TokenStream) -> Result<ItemFn, Reported> {
    let mut errors = Errors::default();
    errors.no_arguments(callback.name, &arguments);
    let function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(_) => {
            return Err(Reported::one(syn::Error::new_spanned(
                item,
                format_args!("`#[{}]` belongs to a function: {callback}", callback.name),
            )));
        }
    };
    qualifiers(callback, &function, &mut errors);
    generics(callback, &function, &mut errors);
    parameters(callback, &function, &mut errors);
    returns(callback, &function, &mut errors);
    errors.finish().map(|()| function)
}

fn qualifiers(callback: &Callback, function: &ItemFn, errors: &mut Errors) {
    let signature = &function.sig;
    if let Some(asyncness) = &signature.asyncness {
        errors.at(asyncness, "a callback cannot be async: the framework waits for nothing");
    }
    if let syn::Safety::Unsafe(unsafety) = &signature.safety {
        errors.at(unsafety, "a callback is a safe function: its trampoline keeps what the framework promises");
    }
    if let Some(abi) = &signature.abi {
        errors
            .at(abi, format_args!("no ABI: a callback is a plain function, `{callback}`; its trampoline has the ABI"));
    }
}

fn generics(callback: &Callback, function: &ItemFn, errors: &mut Errors) {
    for parameter in &function.sig.generics.params {
        if !matches!(parameter, GenericParam::Lifetime(_)) {
            errors.at(parameter, format_args!("a callback has no generic parameters but lifetimes: {callback}"));
        }
    }
}

fn parameters(callback: &Callback, function: &ItemFn, errors: &mut Errors) {
    let signature = &function.sig;
    if let Some(receiver) = signature.receiver() {
        errors.at(receiver, format_args!("a callback is a free function: {callback}"));
        return;
    }
    let (found, expected) = (signature.inputs.len(), callback.parameters.len());
    if found != expected {
        let message =
            format_args!("`#[{}]` takes {expected} parameters, this function {found}: {callback}", callback.name);
        // At the first parameter too many, or at the name when some are missing.
        match signature.inputs.iter().nth(expected) {
            Some(surplus) => errors.at(surplus, message),
            None => errors.at(&signature.ident, message),
        }
        return;
    }
    for (parameter, (shown, taken)) in signature.inputs.iter().zip(callback.parameters) {
        let FnArg::Typed(parameter) = parameter else {
            continue;
        };
        let found = match &*parameter.ty {
            Type::Reference(reference) if reference.mutability.is_some() => Taken::Exclusively,
            Type::Reference(_) => Taken::Shared,
            _ => Taken::Whole,
        };
        if found != *taken {
            errors.at(&parameter.ty, format_args!("this parameter is `{shown}`"));
        }
    }
}

fn returns(callback: &Callback, function: &ItemFn, errors: &mut Errors) {
    let signature = &function.sig;
    match (&signature.output, callback.returns) {
        (ReturnType::Default, Some((returns, proof))) => {
            errors.at(&signature.ident, format_args!("`#[{}]` must return `{returns}`, {proof}", callback.name))
        }
        (ReturnType::Type(_, found), None) => {
            errors.at(found, format_args!("`#[{}]` returns nothing", callback.name));
        }
        _ => {}
    }
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
