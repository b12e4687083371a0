//! `KDPC`: deferred procedure calls of the kernel itself.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and writes the driver's DPC")]

use wdf_sim_sys::{BOOLEAN, CCHAR, KDPC, PASSIVE_LEVEL, PKDEFERRED_ROUTINE, PVOID};

use super::{at_most, begin, required};
use crate::exec::{check, nt, service, with};

/// `Type` of a `KDPC`: `DpcObject`.
const DPC_OBJECT: u32 = 19;

#[unsafe(no_mangle)]
unsafe extern "C" fn KeInitializeDpc(dpc: *mut KDPC, routine: PKDEFERRED_ROUTINE, context: PVOID) {
    const NAME: &str = "KeInitializeDpc";
    begin(NAME);
    required(NAME, "Dpc", dpc);
    let mut value = KDPC { DeferredRoutine: routine, DeferredContext: context, ..Default::default() };
    value.__bindgen_anon_1.TargetInfoAsUlong = DPC_OBJECT;
    // SAFETY: the driver's pointer is valid for the DPC that it asks to have initialised.
    unsafe { dpc.write_unaligned(value) };
    with(|kernel| kernel.nt_init_dpc(dpc as usize));
}

/// A threaded DPC may run at DISPATCH_LEVEL as any other, so drivers must bear it.
#[unsafe(no_mangle)]
unsafe extern "C" fn KeInitializeThreadedDpc(dpc: *mut KDPC, routine: PKDEFERRED_ROUTINE, context: PVOID) {
    // SAFETY: the caller's own pointers.
    unsafe { KeInitializeDpc(dpc, routine, context) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn KeInsertQueueDpc(dpc: *mut KDPC, first: PVOID, second: PVOID) -> BOOLEAN {
    const NAME: &str = "KeInsertQueueDpc";
    begin(NAME);
    required(NAME, "Dpc", dpc);
    let inserted = check(|kernel| kernel.nt_insert_dpc(NAME, dpc as usize));
    if inserted {
        // SAFETY: the driver's pointer; the DPC was initialised, as the call above checked.
        let mut value = unsafe { dpc.read_unaligned() };
        (value.SystemArgument1, value.SystemArgument2) = (first, second);
        // SAFETY: as above.
        unsafe { dpc.write_unaligned(value) };
        service::ensure();
    }
    BOOLEAN::from(inserted)
}

#[unsafe(no_mangle)]
extern "C" fn KeRemoveQueueDpc(dpc: *mut KDPC) -> BOOLEAN {
    begin("KeRemoveQueueDpc");
    BOOLEAN::from(with(|kernel| kernel.nt_remove_dpc(dpc as usize)))
}

#[unsafe(no_mangle)]
extern "C" fn KeFlushQueuedDpcs() {
    begin("KeFlushQueuedDpcs");
    at_most("KeFlushQueuedDpcs", PASSIVE_LEVEL);
    nt::flush_dpcs();
}

#[unsafe(no_mangle)]
const extern "C" fn KeSetImportanceDpc(_dpc: *mut KDPC, _importance: i32) {}

#[unsafe(no_mangle)]
const extern "C" fn KeSetTargetProcessorDpc(_dpc: *mut KDPC, _number: CCHAR) {}
