//! A driver asks a device for an interface: `IRP_MN_QUERY_INTERFACE`.
//!
//! Facts: `fxpkgpnp.cpp:HandleQueryInterface`, `fxqueryinterface.cpp`.
#![expect(unsafe_code, reason = "writes the asker's interface, and calls the driver's callbacks")]

use wdf_sim_sys::{
    GUID, INTERFACE, NT_SUCCESS, NTSTATUS, PINTERFACE, PVOID, STATUS_INVALID_BUFFER_SIZE, STATUS_NOT_SUPPORTED,
    STATUS_SUCCESS, WDFDEVICE,
};

use super::{call, foreign, with};
use crate::kernel::object::Id;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Query {
    pub(crate) class: GUID,
    pub(crate) interface: PINTERFACE,
    pub(crate) size: u16,
    pub(crate) version: u16,
    pub(crate) data: PVOID,
}

/// Asks a device.
///
/// # Safety
///
/// The interface is valid for reads and writes of its size, which is that of an `INTERFACE` at least.
pub(crate) unsafe fn ask(device: Id, query: &Query) -> NTSTATUS {
    let Some(exported) = with(|kernel| kernel.exported(device, &query.class)) else { return STATUS_NOT_SUPPORTED };
    if exported.to_parent {
        let parent = with(|kernel| kernel.objects.device(device).pdo.as_deref().map(|pdo| pdo.parent));
        let Some(parent) = parent else { return STATUS_NOT_SUPPORTED };
        // SAFETY: as the caller vouches.
        return unsafe { ask(parent, query) };
    }
    if let Some(interface) = &exported.interface {
        // SAFETY: a driver's interface has an INTERFACE's size at least, which was checked when it was added.
        let own = unsafe { interface.as_ptr().cast::<INTERFACE>().read_unaligned() };
        if query.size < own.Size || query.version != own.Version {
            return STATUS_INVALID_BUFFER_SIZE;
        }
        if !exported.imports {
            // SAFETY: the asker has room for it, as was checked.
            unsafe { interface.as_ptr().copy_to_nonoverlapping(query.interface.cast::<u8>(), interface.len()) };
        }
    }
    let mut status = STATUS_SUCCESS;
    if let Some(process) = exported.process {
        let mut class = query.class;
        // SAFETY: the driver registered this function with the interface; the asker's pointers are as the caller vouches.
        status = call("EvtDeviceProcessQueryInterfaceRequest", device, None, || unsafe {
            process(device.handle() as WDFDEVICE, &raw mut class, query.interface, query.data)
        });
    }
    if NT_SUCCESS(status) && !exported.imports {
        // SAFETY: the interface was written above, or by the driver's callback.
        let given = unsafe { query.interface.read_unaligned() };
        if let Some(reference) = given.InterfaceReference {
            // SAFETY: the driver that exports the interface put this function in it, with this context.
            foreign(|| unsafe { reference(given.Context) });
        }
    }
    status
}
