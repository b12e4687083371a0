//! The kinds of request: which buffers and parameters there are.
//!
//! *Where it stands.* Row 2, under [`request`](super): types without values, named in `Request<'id, State, Kind>`.
//!
//! *Key types.* [`Read`], [`Write`], [`DeviceControl`], [`InternalDeviceControl`], each with the type of the driver's request context as a
//! parameter, `()` when it has none; their parameters.
//!
//! *Wraps.* `WDF_REQUEST_PARAMETERS`, "Accessing Data Buffers in Framework-Based Drivers".

use crate::context::RequestContext;
use crate::sys::WDF_REQUEST_PARAMETERS;
use core::marker::PhantomData;

/// A read: it has an output buffer. `C` is the context of the device's requests.
#[derive(Debug)]
pub struct Read<C = ()>(PhantomData<fn() -> C>);

/// A write: it has an input buffer. `C` is the context of the device's requests.
#[derive(Debug)]
pub struct Write<C = ()>(PhantomData<fn() -> C>);

/// A device control (IOCTL): it can have an input and an output buffer, which for METHOD_BUFFERED are one memory. `C`
/// is the context of the device's requests.
#[derive(Debug)]
pub struct DeviceControl<C = ()>(PhantomData<fn() -> C>);

/// An internal device control, which other drivers send: it can have an input and an output buffer. `C` is the context
/// of the device's requests.
#[derive(Debug)]
pub struct InternalDeviceControl<C = ()>(PhantomData<fn() -> C>);

mod sealed {
    use crate::sys::WDF_REQUEST_PARAMETERS;

    pub trait Sealed {
        type Parameters;

        fn parameters(raw: &WDF_REQUEST_PARAMETERS) -> Self::Parameters;
    }
}
pub(super) use sealed::Sealed;

/// The kind of a request.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no kind of request",
    label = "not a kind",
    note = "the kinds are `Read`, `Write`, `DeviceControl`, `InternalDeviceControl` and `Any`"
)]
pub trait Kind: Sealed + Sized + 'static {
    /// The driver's own part of each request's context.
    type Context: RequestContext;

    /// Does its control code say how its buffers travel? (What drivers send each other follows no such rule.)
    #[doc(hidden)]
    const IS_CONTROL: bool = false;
}

/// What the framework says of a request of this kind.
pub(crate) fn read<K: Kind>(raw: &WDF_REQUEST_PARAMETERS) -> K::Parameters {
    K::parameters(raw)
}

/// A kind whose requests carry data from the application: writes and device controls.
#[diagnostic::on_unimplemented(
    message = "a request of kind `{Self}` has no input buffer",
    label = "no input buffer",
    note = "a read has only an output buffer"
)]
pub trait HasInput: Kind {}

/// A kind whose requests carry data to the application: reads and device controls.
#[diagnostic::on_unimplemented(
    message = "a request of kind `{Self}` has no output buffer",
    label = "no output buffer",
    note = "a write has only an input buffer"
)]
pub trait HasOutput: Kind {}

/// The parameters of a read or a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransferParameters {
    /// The number of bytes asked for, or offered.
    pub length: usize,
    /// Where on the device.
    pub device_offset: i64,
    /// The key, where the system uses one.
    pub key: u32,
}

/// The parameters of a device control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceControlParameters {
    /// The control code.
    pub control_code: u32,
    /// The length of the input buffer.
    pub input_length: usize,
    /// The length of the output buffer.
    pub output_length: usize,
}

impl<C> Sealed for Read<C> {
    type Parameters = TransferParameters;

    fn parameters(raw: &WDF_REQUEST_PARAMETERS) -> TransferParameters {
        transfer(raw)
    }
}

impl<C> Sealed for Write<C> {
    type Parameters = TransferParameters;

    fn parameters(raw: &WDF_REQUEST_PARAMETERS) -> TransferParameters {
        // `Read` and `Write` have one layout in the union.
        transfer(raw)
    }
}

impl<C> Sealed for DeviceControl<C> {
    type Parameters = DeviceControlParameters;

    fn parameters(raw: &WDF_REQUEST_PARAMETERS) -> DeviceControlParameters {
        device_control(raw)
    }
}

impl<C> Sealed for InternalDeviceControl<C> {
    type Parameters = DeviceControlParameters;

    fn parameters(raw: &WDF_REQUEST_PARAMETERS) -> DeviceControlParameters {
        device_control(raw)
    }
}

#[expect(unsafe_code, reason = "the member of a union that the kind of the request selects")]
fn device_control(raw: &WDF_REQUEST_PARAMETERS) -> DeviceControlParameters {
    // SAFETY: integers and a pointer, which are valid whatever the framework wrote.
    let raw = unsafe { raw.Parameters.DeviceIoControl };
    DeviceControlParameters {
        control_code: raw.IoControlCode,
        input_length: raw.InputBufferLength,
        output_length: raw.OutputBufferLength,
    }
}

#[expect(unsafe_code, reason = "the member of a union that the kind of the request selects")]
fn transfer(raw: &WDF_REQUEST_PARAMETERS) -> TransferParameters {
    // SAFETY: integers, which are valid whatever the framework wrote.
    let raw = unsafe { raw.Parameters.Read };
    TransferParameters { length: raw.Length, device_offset: raw.DeviceOffset, key: raw.Key }
}

impl<C: RequestContext> Kind for Read<C> {
    type Context = C;
}
impl<C: RequestContext> Kind for Write<C> {
    type Context = C;
}
impl<C: RequestContext> Kind for DeviceControl<C> {
    type Context = C;
    const IS_CONTROL: bool = true;
}
impl<C: RequestContext> Kind for InternalDeviceControl<C> {
    type Context = C;
}
impl<C: RequestContext> HasInput for InternalDeviceControl<C> {}
impl<C: RequestContext> HasOutput for InternalDeviceControl<C> {}
impl<C: RequestContext> HasOutput for Read<C> {}
impl<C: RequestContext> HasInput for Write<C> {}
impl<C: RequestContext> HasInput for DeviceControl<C> {}
impl<C: RequestContext> HasOutput for DeviceControl<C> {}
