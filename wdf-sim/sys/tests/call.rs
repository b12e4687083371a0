//! What `call_unsafe_wdf_function_binding!` does: it finds the function at its place in the table
//! and calls it with the driver's globals first.
//!
//! This test stands where the framework stands: it defines the symbols that a driver is bound
//! through. Its table ends before `WdfRequestMarkCancelableEx`, as that of a framework would that
//! is too old to have it.

#![expect(non_upper_case_globals, reason = "the symbols are those of the framework's import library")]

use core::cell::Cell;
use core::mem::transmute;
use core::ptr::{null_mut, without_provenance_mut};

use wdf_sim_sys as wdk_sys;
use wdk_sys::{
    _WDFFUNCENUM, KIRQL, NTSTATUS, PFN_WDFREQUESTCOMPLETE, PFN_WDFREQUESTISCANCELED, PFN_WDFVERIFIERDBGBREAKPOINT,
    PWDF_DRIVER_GLOBALS, STATUS_CANCELLED, ULONG, WDFFUNC, WDFREQUEST, call_unsafe_wdf_function_binding,
};

const FUNCTIONS: usize = _WDFFUNCENUM::WdfRequestMarkCancelableExTableIndex as usize;
const GLOBALS: PWDF_DRIVER_GLOBALS = without_provenance_mut(0x10);
const REQUEST: WDFREQUEST = without_provenance_mut(0x20);

static TABLE: [WDFFUNC; FUNCTIONS] = {
    let mut table: [WDFFUNC; FUNCTIONS] = [None; FUNCTIONS];
    let complete: PFN_WDFREQUESTCOMPLETE = Some(complete);
    let is_canceled: PFN_WDFREQUESTISCANCELED = Some(is_canceled);
    let break_point: PFN_WDFVERIFIERDBGBREAKPOINT = Some(break_point);
    // SAFETY: both are function pointers, and a caller takes the type of the index again.
    table[263] = unsafe { transmute::<PFN_WDFREQUESTCOMPLETE, WDFFUNC>(complete) };
    // SAFETY: as above.
    table[257] = unsafe { transmute::<PFN_WDFREQUESTISCANCELED, WDFFUNC>(is_canceled) };
    // SAFETY: as above.
    table[367] = unsafe { transmute::<PFN_WDFVERIFIERDBGBREAKPOINT, WDFFUNC>(break_point) };
    table
};

// The symbols. Nothing else in this binary defines them, so the attributes are sound.
#[unsafe(export_name = "WdfFunctions_01033")]
static mut WdfFunctions: *const WDFFUNC = TABLE.as_ptr();

#[unsafe(no_mangle)]
static mut WdfDriverGlobals: PWDF_DRIVER_GLOBALS = GLOBALS;

#[unsafe(no_mangle)]
static mut WdfFunctionCount: ULONG = FUNCTIONS as ULONG;

#[unsafe(no_mangle)]
extern "C" fn KeGetCurrentIrql() -> KIRQL {
    IRQL.get()
}

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_scheduling_point() {
    SCHEDULED.set(SCHEDULED.get() + 1);
}

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_word(address: usize, write: bool) {
    WORD.set((address, write));
}

thread_local! {
    static COMPLETED: Cell<Option<(PWDF_DRIVER_GLOBALS, WDFREQUEST, NTSTATUS)>> = const { Cell::new(None) };
    static IRQL: Cell<KIRQL> = const { Cell::new(0) };
    static SCHEDULED: Cell<u32> = const { Cell::new(0) };
    static WORD: Cell<(usize, bool)> = const { Cell::new((0, false)) };
}

unsafe extern "C" fn complete(globals: PWDF_DRIVER_GLOBALS, request: WDFREQUEST, status: NTSTATUS) {
    COMPLETED.set(Some((globals, request, status)));
}

unsafe extern "C" fn is_canceled(globals: PWDF_DRIVER_GLOBALS, request: WDFREQUEST) -> u8 {
    u8::from(globals == GLOBALS && request == REQUEST)
}

unsafe extern "C" fn break_point(globals: PWDF_DRIVER_GLOBALS) {
    COMPLETED.set(Some((globals, null_mut(), 0)));
}

#[test]
fn the_macro_passes_the_globals_and_the_arguments() {
    // SAFETY: the table is this file's own and its `complete` takes any arguments.
    unsafe {
        call_unsafe_wdf_function_binding!(WdfRequestComplete, REQUEST, STATUS_CANCELLED);
    }
    assert_eq!(COMPLETED.get(), Some((GLOBALS, REQUEST, STATUS_CANCELLED)));
}

#[test]
fn the_macro_gives_back_what_the_function_returns() {
    // SAFETY: the table is this file's own and its `is_canceled` takes any arguments.
    let canceled = unsafe { call_unsafe_wdf_function_binding!(WdfRequestIsCanceled, REQUEST,) };
    assert_eq!(canceled, 1);
}

#[test]
fn a_function_without_arguments_gets_the_globals_alone() {
    // SAFETY: the table is this file's own and its `break_point` takes any globals.
    unsafe { call_unsafe_wdf_function_binding!(WdfVerifierDbgBreakPoint) };
    assert_eq!(COMPLETED.get(), Some((GLOBALS, null_mut(), 0)));
}

#[test]
#[should_panic(expected = "the len is 393 but the index is 393")]
fn a_function_that_the_framework_lacks_is_not_called() {
    // SAFETY: the bounds check stops the call.
    let _: NTSTATUS = unsafe { call_unsafe_wdf_function_binding!(WdfRequestMarkCancelableEx, REQUEST, None) };
}

#[test]
fn paged_code_passes_at_apc_level() {
    IRQL.set(1);
    wdk_sys::PAGED_CODE!();
}

#[test]
#[should_panic(expected = "KeGetCurrentIrql")]
fn paged_code_stops_at_dispatch_level() {
    IRQL.set(2);
    wdk_sys::PAGED_CODE!();
}

#[cfg(not(wdf_kernel))]
#[test]
fn a_scheduling_point_asks_the_simulator() {
    wdk_sys::sim::scheduling_point();
    assert_eq!(SCHEDULED.get(), 1);
}

#[cfg(not(wdf_kernel))]
#[test]
fn a_word_of_memory_is_named_to_the_simulator() {
    let word = 7_u32;
    wdk_sys::sim::word(&raw const word, true);
    assert_eq!(WORD.get(), ((&raw const word) as usize, true));
}
