//! Device controls by their declarations.
//!
//! *Where it stands.* Row 2, on [`Request`] of the kinds `DeviceControl` and `InternalDeviceControl`.
//!
//! *Key types.* [`Control`], a request whose code and lengths are those of an [`Ioctl`]; [`Mapped`], [`Answers`].
//!
//! *Wraps.* "Using I/O Control Codes", `WdfRequestRetrieveInputBuffer`, `WdfRequestRetrieveOutputBuffer`.

use super::buffer::{Input, Writer};
use super::kind::{DeviceControl, DeviceControlParameters, InternalDeviceControl, Sealed};
use super::{Failed, Handled, HasInput, HasOutput, InHand, Owned, Request};
use crate::context::RequestContext;
use crate::irql::{CallOut, Cx};
use crate::status::{NtStatus, Result};
use core::fmt;
use wdf_ioctl::zerocopy::{FromZeros, IntoBytes};
use wdf_ioctl::{Buffered, InDirect, Ioctl, Method, OutDirect, method};

/// The bits of a control code that say how its buffers travel.
const METHOD: u32 = 3;

/// A kind with a control code: [`DeviceControl`] and [`InternalDeviceControl`].
pub trait Controls: HasInput + HasOutput + Sealed<Parameters = DeviceControlParameters> {}

impl<C: RequestContext> Controls for DeviceControl<C> {}
impl<C: RequestContext> Controls for InternalDeviceControl<C> {}

/// A transfer method whose buffers the driver can reach anywhere: all but METHOD_NEITHER.
#[diagnostic::on_unimplemented(
    message = "the buffers of a control of METHOD_NEITHER are the application's own addresses",
    label = "the method is `{Self}`",
    note = "lock them in `EvtIoInCallerContext`: `Request::lock_input`, `Request::lock_output`"
)]
pub trait Mapped: Method {}

impl Mapped for Buffered {}
impl Mapped for InDirect {}
impl Mapped for OutDirect {}

/// A transfer method whose second buffer is written by the driver: METHOD_BUFFERED and METHOD_OUT_DIRECT.
#[diagnostic::on_unimplemented(
    message = "a control of this method has no output buffer",
    label = "the method is `{Self}`",
    note = "with METHOD_IN_DIRECT the driver reads the second buffer: `Control::data`"
)]
pub trait Answers: Mapped {}

impl Answers for Buffered {}
impl Answers for OutDirect {}

/// A request for the control `I`, whose buffers are at least as long as it needs, with what the application has sent.
///
/// Ended by [`complete`](Self::complete), [`fail`](Self::fail), or by way of the [request](Self::into_request) again.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::ioctl::{Ioctl, ioctl};
/// use wdf_safe::prelude::*;
///
/// // In the crate that is shared with the applications.
/// ioctl! {
///     /// The square of a number.
///     pub struct Square(u32) -> u64 { device: 0x8000, function: 0x800, method: Buffered, access: Any }
///     /// Does nothing.
///     pub struct Ping(()) -> () { device: 0x8000, function: 0x801, method: Buffered, access: Any }
/// }
///
/// #[evt_io_device_control]
/// fn control<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, DeviceControl>) -> Handled<'id> {
///     match request.parameters().control_code {
///         Square::CODE => match request.control::<Square>() {
///             Ok(square) => {
///                 let number = u64::from(*square.input());
///                 square.complete(cx, &(number * number))
///             }
///             Err(failed) => failed.complete(cx),
///         },
///         Ping::CODE => match request.control::<Ping>() {
///             Ok(ping) => ping.complete(cx, &()),
///             Err(failed) => failed.complete(cx),
///         },
///         _ => request.complete(cx, NtStatus::INVALID_DEVICE_REQUEST),
///     }
/// }
/// ```
#[must_use = "a request must be disposed of: complete the control"]
pub struct Control<'id, I: Ioctl, K: Controls, S: InHand = Owned> {
    request: Request<'id, S, K>,
    input: I::Input,
}

impl<'id, S: InHand, K: Controls> Request<'id, S, K> {
    /// Takes the request for this control, and copies what the application has sent. `WdfRequestGetParameters`,
    /// `WdfRequestRetrieveInputBuffer`; IRQL <= DISPATCH_LEVEL.
    ///
    /// Longer buffers are taken too: what lies behind the input is not looked at, and nothing is written behind the output.
    ///
    /// # Errors
    /// The request again, with STATUS_INVALID_DEVICE_REQUEST when its code is another one, STATUS_BUFFER_TOO_SMALL when its input
    /// or output is shorter than that of the control; what the framework returned for the input.
    pub fn control<I: Ioctl<Method: Mapped>>(self) -> Result<Control<'id, I, K, S>, Failed<Self>> {
        const {
            assert!(
                I::CODE & METHOD == method::<I::Method>(),
                "the code of a control says another method than its type"
            )
        };
        let DeviceControlParameters { control_code, input_length, output_length } = self.parameters();
        if control_code != I::CODE {
            return Err(Failed { request: self, status: NtStatus::INVALID_DEVICE_REQUEST });
        }
        if input_length < size_of::<I::Input>() || output_length < size_of::<I::Output>() {
            return Err(Failed { request: self, status: NtStatus::BUFFER_TOO_SMALL });
        }
        let mut input = I::Input::new_zeroed();
        if size_of::<I::Input>() != 0 {
            match self.input() {
                Ok(buffer) => buffer.copy_to(input.as_mut_bytes()),
                Err(error) => return Err(Failed { status: error.status(), request: self }),
            };
        }
        Ok(Control { request: self, input })
    }
}

impl<'id, I: Ioctl, K: Controls, S: InHand> Control<'id, I, K, S> {
    /// What the application has sent.
    #[must_use]
    pub const fn input(&self) -> &I::Input {
        &self.input
    }

    /// Answers, and completes the request with STATUS_SUCCESS. `WdfRequestRetrieveOutputBuffer`,
    /// `WdfRequestCompleteWithInformation`; IRQL <= DISPATCH_LEVEL.
    ///
    /// If the framework cannot give the output buffer, the request is completed with its status instead.
    pub fn complete<L: CallOut>(self, cx: &mut Cx<'_, L>, output: &I::Output) -> Handled<'id> {
        if size_of::<I::Output>() == 0 {
            return self.request.complete(cx, NtStatus::SUCCESS);
        }
        match self.request.into_writer() {
            Ok(mut writer) => {
                writer.put(output.as_bytes());
                writer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        }
    }

    /// Completes the request without an answer. `WdfRequestComplete`; IRQL <= DISPATCH_LEVEL.
    pub fn fail<L: CallOut>(self, cx: &mut Cx<'_, L>, status: NtStatus) -> Handled<'id> {
        self.request.complete(cx, status)
    }

    /// Begins to write an answer that is longer than the declared one: a header and what follows it.
    ///
    /// # Errors
    /// As of [`Request::into_writer`].
    pub fn into_writer(self) -> Result<Writer<'id, K, S>, Failed<Request<'id, S, K>>>
    where
        I: Ioctl<Method: Answers>,
    {
        self.request.into_writer()
    }

    /// What the application has in its second buffer, for the driver to read: METHOD_IN_DIRECT. It may write there meanwhile.
    /// `WdfRequestRetrieveOutputBuffer`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// STATUS_BUFFER_TOO_SMALL when there is none; what the framework returned when it cannot be mapped.
    pub fn data(&self) -> Result<Input<'_>>
    where
        I: Ioctl<Method = InDirect>,
    {
        self.request.lent()
    }

    /// The request again, to be parked, sent or forwarded. Its input can be read until the output is written.
    pub fn into_request(self) -> Request<'id, S, K> {
        self.request
    }
}

impl<I: Ioctl, K: Controls, S: InHand> fmt::Debug for Control<'_, I, K, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control").field("code", &I::CODE).finish_non_exhaustive()
    }
}
