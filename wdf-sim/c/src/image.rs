//! The driver's static data: as the program left it before a run, before each schedule of the run and after it.
//!
//! An image is made of ranges of memory. They are those that the program registered, and the section that the linker
//! script `image.ld` gathers a driver's data in. The simulator's own memory and the test's are not touched.
#![expect(unsafe_code, reason = "copies the memory of a driver's static data")]

use std::ffi::{c_char, c_void};
use std::ptr;
use std::slice;
use std::sync::{Mutex, PoisonError};

/// The ranges that were registered: addresses of their begin and end.
static RANGES: Mutex<Vec<(usize, usize)>> = Mutex::new(Vec::new());

#[cfg(target_os = "linux")]
unsafe extern "C" {
    /// The section's begin and end, or NULL if the program has none; in C, because Rust has no weak symbols.
    fn wdf_sim_c_image(begin: *mut *mut c_char, end: *mut *mut c_char);
}

/// Where the section is, if the program has it.
#[cfg(target_os = "linux")]
fn section() -> Option<(usize, usize)> {
    let (mut begin, mut end) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: both pointers are valid for writes.
    unsafe { wdf_sim_c_image(&raw mut begin, &raw mut end) };
    (begin != end).then_some((begin as usize, end as usize))
}

#[cfg(not(target_os = "linux"))]
const fn section() -> Option<(usize, usize)> {
    None
}

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_image(begin: *mut c_void, end: *mut c_void) {
    assert!(begin as usize <= end as usize, "wdf_sim_image: the end lies before the begin");
    RANGES.lock().unwrap_or_else(PoisonError::into_inner).push((begin as usize, end as usize));
}

/// What an image held.
pub(crate) struct Image(Vec<(usize, Vec<u8>)>);

impl Image {
    /// Notes what the driver's static data is now.
    ///
    /// # Safety
    ///
    /// No other thread writes to it.
    pub(crate) unsafe fn note() -> Self {
        let mut ranges = RANGES.lock().unwrap_or_else(PoisonError::into_inner).clone();
        ranges.extend(section());
        let bytes = |(begin, end): (usize, usize)| {
            // SAFETY: the program registered the range, which is memory of its own; nobody writes to it now.
            let bytes = unsafe { slice::from_raw_parts(begin as *const u8, end - begin) };
            (begin, bytes.to_vec())
        };
        Self(ranges.into_iter().map(bytes).collect())
    }

    /// Whether there is a driver's data at all that could be restored.
    pub(crate) fn is_known(&self) -> bool {
        !self.0.is_empty()
    }

    /// Puts it back.
    ///
    /// # Safety
    ///
    /// No code of the driver runs, and no reference into its data exists.
    pub(crate) unsafe fn restore(&self) {
        for (begin, bytes) in &self.0 {
            // SAFETY: the range is as long as what was read from it.
            unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), *begin as *mut u8, bytes.len()) };
        }
    }
}
