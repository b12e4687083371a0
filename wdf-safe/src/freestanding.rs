//! What a kernel image lacks that is built with the stand-in, to look at its code.
//!
//! *Where it stands.* Row 6, and only under `--cfg wdf_sim --cfg wdf_kernel -Cpanic=abort`. A driver for Windows has the
//! mark from `wdk-sys`.
//!
//! *Key types.* None.
//!
//! *Wraps.* Nothing.
#![expect(unsafe_code, reason = "an exported symbol")]

/// What Microsoft's linker looks for where there is floating-point code, as there is in `core`.
// SAFETY: nobody else defines it in such an image.
#[unsafe(no_mangle)]
static _fltused: i32 = 0;
