//! The macro that declares controls.
//!
//! *Where it stands.* The crate's front: [`ioctl!`](crate::ioctl).

/// Declares device controls: each a type without values that implements [`Ioctl`](crate::Ioctl).
///
/// ```
/// wdf_ioctl::ioctl! {
///     /// How many bytes have come so far.
///     pub struct Count(()) -> u64 { device: 0x22, function: 0x900, method: Buffered, access: Read }
/// }
/// ```
///
/// In parentheses stands what the application sends, behind the arrow what it is answered; both are
/// [`Plain`](crate::Plain), `()` for nothing. `device` is the device type that the driver's device has, 0x8000 and more for
/// a vendor's own; `function` is 0x800 to 0xFFF; `method` is [`Buffered`](crate::Buffered), [`InDirect`](crate::InDirect),
/// [`OutDirect`](crate::OutDirect) or [`Neither`](crate::Neither), `access` one of [`Access`](crate::Access).
///
/// What is wrong is an error where it is declared:
///
/// ```compile_fail,E0080
/// wdf_ioctl::ioctl! {
///     struct OfMicrosofts(()) -> () { device: 0x22, function: 0x7FF, method: Buffered, access: Any }
/// }
/// ```
///
/// ```compile_fail,E0080
/// wdf_ioctl::ioctl! {
///     struct AnswersWhereItReads(()) -> u32 { device: 0x22, function: 0x800, method: InDirect, access: Any }
/// }
/// ```
///
/// ```compile_fail,E0277
/// wdf_ioctl::ioctl! {
///     struct WithAReference(&'static u32) -> () { device: 0x22, function: 0x800, method: Buffered, access: Any }
/// }
/// ```
///
/// ```compile_fail,E0277
/// use zerocopy::{FromBytes, Immutable, IntoBytes};
///
/// #[derive(Clone, Copy, FromBytes, IntoBytes, Immutable)]
/// #[repr(C)]
/// struct WithPadding {
///     small: u8,
///     large: u32,
/// }
/// ```
#[macro_export]
macro_rules! ioctl {
    ($(
        $(#[$attribute:meta])*
        $visibility:vis struct $name:ident($input:ty) -> $output:ty {
            device: $device:expr, function: $function:expr, method: $method:ident, access: $access:ident $(,)?
        }
    )+) => {
        $(
            $(#[$attribute])*
            #[derive(Debug)]
            $visibility enum $name {}

            impl $crate::Ioctl for $name {
                type Input = $input;
                type Output = $output;
                type Method = $crate::$method;
                const CODE: u32 = $crate::code::<$crate::$method>(
                    $device,
                    $function,
                    $crate::Access::$access,
                    ::core::mem::size_of::<$output>(),
                );
            }

            const _: u32 = <$name as $crate::Ioctl>::CODE;
        )+
    };
}
