//! Device controls, declared once for a driver and its applications.
//!
//! *Where it stands.* Below everything: it knows neither the kernel nor `wdf-safe`, which has the driver's side
//! (`Request::control`). A driver's author writes a small crate with the declarations, on which driver and applications
//! depend.
//!
//! *Key types.* [`Ioctl`], which [`ioctl!`] implements; [`Plain`], what a buffer may hold; the transfer methods
//! [`Buffered`], [`InDirect`], [`OutDirect`], [`Neither`]; [`Access`].
//!
//! *Wraps.* `CTL_CODE`, "Defining I/O Control Codes".
//!
//! # The crate that both sides share
//!
//! Its `Cargo.toml` has `wdf-ioctl` and `zerocopy`, with the feature `derive`.
//!
//! ```
//! use wdf_ioctl::ioctl;
//! use zerocopy::{FromBytes, Immutable, IntoBytes};
//!
//! /// Two numbers.
//! #[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable)]
//! #[repr(C)]
//! pub struct Pair {
//!     pub left: u32,
//!     pub right: u32,
//! }
//!
//! ioctl! {
//!     /// The sum of two numbers.
//!     pub struct Add(Pair) -> u64 { device: 0x8000, function: 0x800, method: Buffered, access: Any }
//!
//!     /// Forgets what was counted.
//!     pub struct Reset(()) -> () { device: 0x8000, function: 0x801, method: Buffered, access: Write }
//! }
//! # use wdf_ioctl::Ioctl;
//! assert_eq!(Add::CODE, 0x8000_2000);
//! assert_eq!(Reset::CODE, 0x8000_A004);
//! ```
//!
//! # An application
//!
//! ```
//! # wdf_ioctl::ioctl! {
//! #     /// The square.
//! #     pub struct Square(u32) -> u64 { device: 0x8000, function: 0x802, method: Buffered, access: Any }
//! # }
//! use wdf_ioctl::{Ioctl, input_bytes, output_of};
//! # fn device_io_control(_code: u32, input: &[u8], output: &mut [u8]) -> usize {
//! #     let number = u32::from_ne_bytes(input.try_into().unwrap());
//! #     output.copy_from_slice(&(u64::from(number) * u64::from(number)).to_ne_bytes());
//! #     output.len()
//! # }
//!
//! let mut output = [0; size_of::<<Square as Ioctl>::Output>()];
//! // `DeviceIoControl(device, code, input, output, …)` of whichever crate has it.
//! let returned = device_io_control(Square::CODE, input_bytes::<Square>(&7), &mut output);
//! assert_eq!(output_of::<Square>(&output[..returned]), Some(49));
//! ```
//!
//! # What a buffer may hold
//!
//! What crosses the border is bytes, and each side must do with whatever bytes it is given: so a type has no padding (what lies
//! in it is the kernel's memory, or what the application had there), every pattern of bits is a value of it, and nothing in it
//! is a reference or a pointer. The derives of `zerocopy` check that; a `bool`, an `enum` that has not a value for each
//! number, a `usize` in what 32-bit applications send too: say `u8`, `u32` instead.
#![no_std]
#![forbid(unsafe_code)]

mod code;
mod declare;

pub use code::{Access, Buffered, InDirect, Method, Neither, OutDirect, code, method};
pub use zerocopy;

use zerocopy::{FromBytes, Immutable, IntoBytes};

/// What a buffer may hold: no padding, no references, and every pattern of bits is a value.
///
/// For every type with the derives `FromBytes`, `IntoBytes` and `Immutable` of `zerocopy`, and a fixed layout (`repr(C)`).
pub trait Plain: FromBytes + IntoBytes + Immutable + Copy + 'static {}

impl<T: FromBytes + IntoBytes + Immutable + Copy + 'static> Plain for T {}

/// A device control: declared with [`ioctl!`].
pub trait Ioctl: 'static {
    /// What the application sends; `()` for nothing.
    type Input: Plain;
    /// What the application is answered; `()` for nothing.
    type Output: Plain;
    /// How the buffers reach the driver.
    type Method: Method;
    /// The control code.
    const CODE: u32;
}

/// The bytes to send: the input of `DeviceIoControl`.
#[must_use]
pub fn input_bytes<I: Ioctl>(input: &I::Input) -> &[u8] {
    input.as_bytes()
}

/// What was answered: `None` if these are fewer bytes than the answer has.
#[must_use]
pub fn output_of<I: Ioctl>(bytes: &[u8]) -> Option<I::Output> {
    I::Output::read_from_prefix(bytes).ok().map(|(output, _rest)| output)
}
