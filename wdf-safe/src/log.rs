//! What a driver says to its debugger.
//!
//! *Where it stands.* Row 1; used through the macro [`log!`](crate::log!).
//!
//! *Key types.* [`LogLevel`].
//!
//! *Wraps.* `DbgPrintEx`, "Reading and Filtering Debugging Messages".

use crate::sys::print;
use core::ffi::CStr;
use core::fmt::{self, Write};

/// How much a message matters: the level of dpfilter.h under which it is printed.
///
/// The system prints what its mask for drivers of hardware vendors lets through: [`Error`](Self::Error) always; the others where
/// `Debug Print Filter\IHVDRIVER` of the registry, or `ed nt!Kd_IHVDRIVER_Mask` in the debugger, has their bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
pub enum LogLevel {
    /// `DPFLTR_ERROR_LEVEL`: something failed that should not.
    Error = 0,
    /// `DPFLTR_WARNING_LEVEL`: something is not as it should be, and goes on.
    Warning = 1,
    /// `DPFLTR_TRACE_LEVEL`: the steps of the driver, for who looks for a mistake.
    Trace = 2,
    /// `DPFLTR_INFO_LEVEL`: what happens now and then in a driver that works.
    Info = 3,
}

/// The length of a line with its end, as much as the system passes on at once.
const LINE: usize = 512;
/// How a line ends that was too long.
const CUT: &[u8] = b"...";

/// A line that is being put together, on the stack.
struct Line {
    bytes: [u8; LINE],
    length: usize,
}

impl Line {
    /// What fits is kept, and room left for the end. Says whether all of it was.
    fn append(&mut self, text: &[u8]) -> bool {
        let room = self.bytes.iter_mut().take(LINE - CUT.len() - 2).skip(self.length);
        let mut count = 0;
        for (place, byte) in room.zip(text) {
            // A NUL would end the text.
            *place = if *byte == 0 { b'?' } else { *byte };
            count += 1;
        }
        self.length += count;
        count == text.len()
    }

    /// The end, for which `append` left room.
    fn end(&mut self, text: &[u8]) {
        for (place, byte) in self.bytes.iter_mut().skip(self.length).zip(text) {
            *place = *byte;
        }
        self.length += text.len();
    }
}

impl Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.append(text.as_bytes()) { Ok(()) } else { Err(fmt::Error) }
    }
}

/// Prints a line, which [`log!`](crate::log!) puts together. Without allocating: a line that is longer than 512 bytes is cut off.
#[doc(hidden)]
#[cold]
#[inline(never)]
pub fn write(level: LogLevel, place: &str, message: fmt::Arguments<'_>) {
    let mut line = Line { bytes: [0; LINE], length: 0 };
    let whole = line.append(place.as_bytes()) && line.append(b": ") && line.write_fmt(message).is_ok();
    if !whole {
        line.end(CUT);
    }
    line.end(b"\n");
    // The last byte is still a NUL: `append` and both ends leave room for it.
    if let Ok(text) = CStr::from_bytes_until_nul(&line.bytes) {
        print::line(level as u32, text);
    }
}

/// Says something to the debugger: `log!(Warning, "no answer from port {port}")`. The levels are those of [`LogLevel`].
///
/// The line begins with the module it stands in, and is at most 512 bytes long; nothing is allocated. On Windows it is
/// `DbgPrintEx` for the component IHVDRIVER; on the simulator the line becomes part of the run's trace, which reports show.
/// What it prints may be read by whoever debugs the machine: no secrets, and none of an application's data.
///
/// At any IRQL at which a driver runs, also inside locks and in a service routine: no `Cx` is asked for. It takes its time
/// there, though: a debugger may be at the end of a serial line.
///
/// A driver that logs nothing has no formatting code in its image.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// #[evt_io_write]
/// fn write<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Write>) -> Handled<'id> {
///     let length = request.parameters().length;
///     if length > 4096 {
///         log!(Warning, "a write of {length} bytes is refused");
///         return request.complete(cx, NtStatus::INVALID_BUFFER_SIZE);
///     }
///     request.complete_with_information(cx, NtStatus::SUCCESS, length)
/// }
/// ```
#[macro_export]
macro_rules! log {
    ($level:ident, $($message:tt)+) => {
        $crate::log::write(
            $crate::log::LogLevel::$level,
            ::core::module_path!(),
            ::core::format_args!($($message)+),
        )
    };
}
