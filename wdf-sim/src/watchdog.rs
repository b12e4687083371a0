//! A driver that computes without end, between two calls of the framework, is found out.
//!
//! Row 4 of the simulator, under `run/`. All threads of a machine share one OS thread, so nothing inside the machine can
//! look after it: the thread that waits for the exploration's end counts the machine's steps. If there was none for long,
//! and the driver's code is what runs, a signal takes the machine's thread out of it; on the driver's stack the report is
//! sent, and the OS thread blocks for good, as after a driver's panic (`driver_panic.rs`).

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvError, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Waits for the result of a thread, and meanwhile looks whether the machine that it runs takes steps.
pub(crate) fn wait<T>(
    result: &Receiver<T>,
    machine: &JoinHandle<()>,
    heartbeat: &AtomicU64,
    patience: Duration,
) -> Result<T, RecvError> {
    let mut before = heartbeat.load(Ordering::Relaxed);
    loop {
        match result.recv_timeout(patience) {
            Ok(result) => return Ok(result),
            Err(RecvTimeoutError::Disconnected) => return Err(RecvError),
            Err(RecvTimeoutError::Timeout) => {}
        }
        let now = heartbeat.load(Ordering::Relaxed);
        if now == before {
            interrupt(machine);
        }
        before = now;
    }
}

#[cfg(not(unix))]
fn interrupt(_: &JoinHandle<()>) {}

#[cfg(unix)]
use signal::interrupt;

#[cfg(unix)]
mod signal {
    #![expect(unsafe_code, reason = "sends a signal to the machine's thread")]

    use std::os::unix::thread::JoinHandleExt;
    use std::sync::Once;
    use std::thread::JoinHandle;

    use crate::driver_panic;

    /// Nothing else in a test process uses it: the kernel sends it for urgent data on a socket only where it is asked to.
    const SIGNAL: i32 = libc::SIGURG;

    /// Runs on the machine's thread, wherever that is.
    extern "C" fn interrupted(_: i32) {
        driver_panic::never_returns();
    }

    pub(super) fn interrupt(machine: &JoinHandle<()>) {
        static HANDLER: Once = Once::new();
        HANDLER.call_once(|| {
            let handler: extern "C" fn(i32) = interrupted;
            // SAFETY: the handler has the type of one; it does nothing unless the driver's code is what it interrupted.
            unsafe { libc::signal(SIGNAL, handler as libc::sighandler_t) };
        });
        // SAFETY: the handle is not joined yet, so its thread is one, ended or not.
        unsafe { libc::pthread_kill(machine.as_pthread_t(), SIGNAL) };
    }
}
