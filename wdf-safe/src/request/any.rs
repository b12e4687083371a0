//! Requests of which the kind is not known until one looks.
//!
//! *Where it stands.* Row 2. `EvtIoDefault`, `EvtIoInCallerContext`, `EvtIoCanceledOnQueue` and manual queues have
//! requests of all kinds; [`Request::kind`] tells them apart, once, and gives each its type.
//!
//! *Key types.* [`Any`], the kind; [`ByKind`], what it turns out to be; [`AnyParameters`].
//!
//! *Wraps.* `WDF_REQUEST_TYPE`; `WdfRequestGetParameters`, IRQL <= DISPATCH_LEVEL.
#![expect(unsafe_code, reason = "the kind of a request changes its type")]

use super::kind::{DeviceControlParameters, Sealed, TransferParameters};
use super::{
    DeviceControl, Exclusive, Failed, Handled, InCallerContext, InHand, InternalDeviceControl, Kind, Read, Request,
    Write,
};
use crate::context::RequestContext;
use crate::irql::{CallOut, Cx};
use crate::status::NtStatus;
use crate::sys::{_WDF_REQUEST_TYPE, WDF_REQUEST_PARAMETERS};
use core::marker::PhantomData;

/// A request whose kind is not known yet: neither input nor output can be asked of it. `C` is the context of the
/// device's requests.
#[derive(Debug)]
pub struct Any<C = ()>(PhantomData<fn() -> C>);

/// A request, by its kind.
#[derive(Debug)]
#[must_use = "the request in it is still to be disposed of"]
pub enum ByKind<'id, S: Exclusive, C: RequestContext> {
    /// A read.
    Read(Request<'id, S, Read<C>>),
    /// A write.
    Write(Request<'id, S, Write<C>>),
    /// A device control.
    DeviceControl(Request<'id, S, DeviceControl<C>>),
    /// An internal device control.
    InternalDeviceControl(Request<'id, S, InternalDeviceControl<C>>),
    /// Something else: an open, for a queue that gets them.
    Other(Request<'id, S, Any<C>>),
}

/// The parameters of a request, by its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnyParameters {
    /// Of a read.
    Read(TransferParameters),
    /// Of a write.
    Write(TransferParameters),
    /// Of a device control.
    DeviceControl(DeviceControlParameters),
    /// Of an internal device control.
    InternalDeviceControl(DeviceControlParameters),
    /// Of something else.
    Other,
}

impl<C> Sealed for Any<C> {
    type Parameters = AnyParameters;

    fn parameters(raw: &WDF_REQUEST_PARAMETERS) -> AnyParameters {
        match raw.Type {
            _WDF_REQUEST_TYPE::WdfRequestTypeRead => AnyParameters::Read(Read::<C>::parameters(raw)),
            _WDF_REQUEST_TYPE::WdfRequestTypeWrite => AnyParameters::Write(Write::<C>::parameters(raw)),
            _WDF_REQUEST_TYPE::WdfRequestTypeDeviceControl => {
                AnyParameters::DeviceControl(DeviceControl::<C>::parameters(raw))
            }
            _WDF_REQUEST_TYPE::WdfRequestTypeDeviceControlInternal => {
                AnyParameters::InternalDeviceControl(InternalDeviceControl::<C>::parameters(raw))
            }
            _ => AnyParameters::Other,
        }
    }
}

impl<C: RequestContext> Kind for Any<C> {
    type Context = C;
}

impl<'id, S: InHand, C: RequestContext> ByKind<'id, S, C> {
    /// Completes the request, whatever it is, with this status and no information. `WdfRequestComplete`.
    pub fn complete<L: CallOut>(self, cx: &mut Cx<'_, L>, status: NtStatus) -> Handled<'id> {
        match self {
            Self::Read(request) => request.complete(cx, status),
            Self::Write(request) => request.complete(cx, status),
            Self::DeviceControl(request) => request.complete(cx, status),
            Self::InternalDeviceControl(request) => request.complete(cx, status),
            Self::Other(request) => request.complete(cx, status),
        }
    }
}

impl<'id, C: RequestContext> ByKind<'id, InCallerContext, C> {
    /// Completes the request, whatever it is, with this status and no information. `WdfRequestComplete`.
    pub fn complete<L: CallOut>(self, cx: &mut Cx<'_, L>, status: NtStatus) -> Handled<'id> {
        match self {
            Self::Read(request) => request.complete(cx, status),
            Self::Write(request) => request.complete(cx, status),
            Self::DeviceControl(request) => request.complete(cx, status),
            Self::InternalDeviceControl(request) => request.complete(cx, status),
            Self::Other(request) => request.complete(cx, status),
        }
    }
}

impl<'id, C: RequestContext> Failed<ByKind<'id, InCallerContext, C>> {
    /// Completes the request with the status of the failure. `WdfRequestComplete`.
    pub fn complete<L: CallOut>(self, cx: &mut Cx<'_, L>) -> Handled<'id> {
        self.request.complete(cx, self.status)
    }
}

impl<'id, S: Exclusive, C: RequestContext> Request<'id, S, Any<C>> {
    /// The request by its kind. `WdfRequestGetParameters`; IRQL <= DISPATCH_LEVEL.
    pub fn kind(self) -> ByKind<'id, S, C> {
        let parameters = self.raw_parameters();
        let kind = Any::<C>::parameters(&parameters);
        match kind {
            // SAFETY: the same request, of the kind that the framework says.
            AnyParameters::Read(_) => ByKind::Read(unsafe { Request::new(self.into_raw()) }),
            // SAFETY: as above.
            AnyParameters::Write(_) => ByKind::Write(unsafe { Request::new(self.into_raw()) }),
            // SAFETY: as above.
            AnyParameters::DeviceControl(_) => ByKind::DeviceControl(unsafe { Request::new(self.into_raw()) }),
            AnyParameters::InternalDeviceControl(_) => {
                // SAFETY: as above.
                ByKind::InternalDeviceControl(unsafe { Request::new(self.into_raw()) })
            }
            AnyParameters::Other => ByKind::Other(self),
        }
    }
}
