//! What a driver prints becomes part of the trace. The text is put together in C (`csrc/print.c`).
#![expect(unsafe_code, reason = "defines a symbol for C, and reads its text")]

use std::ffi::c_char;
use std::slice;

use wdf_sim::Machine;

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_c_print(text: *const c_char, length: usize) {
    // SAFETY: the caller passes so many bytes.
    let text = unsafe { slice::from_raw_parts(text.cast::<u8>(), length) };
    let text = String::from_utf8_lossy(text);
    match Machine::current() {
        Some(machine) => machine.note(format!("DbgPrint: {}", text.trim_end())),
        None => eprint!("{text}"),
    }
}
