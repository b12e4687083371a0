//! What a driver prints for the debugger: it becomes part of the trace.
//!
//! No scheduling point: who prints waits for nobody, and so printing adds no order to explore.
#![expect(unsafe_code, reason = "defines a symbol that the stand-in asks for, and reads its text")]

use std::slice;

use crate::exec::{self, me, with};
use crate::trace::Step;

/// The levels of dpfilter.h.
const LEVELS: [&str; 4] = ["error", "warning", "trace", "info"];

/// The print that `wdf_sim_sys::sim` asks for: `DbgPrintEx` with its text put together. At any IRQL at which drivers run.
#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_print(component: u32, level: u32, text: *const u8, length: usize) {
    // SAFETY: the stand-in passes a slice's parts.
    let text = unsafe { slice::from_raw_parts(text, length) };
    let text = String::from_utf8_lossy(text);
    let text = text.trim_end();
    if exec::is_running() {
        let level = LEVELS.get(level as usize).map_or_else(|| level.to_string(), |name| (*name).to_owned());
        with(|kernel| kernel.note(me(), Step::Note(format!("DbgPrintEx({component}, {level}): {text}"))));
    } else {
        eprintln!("{text}");
    }
}
