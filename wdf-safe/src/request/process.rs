//! Which process a request came from.
//!
//! *Where it stands.* Row 2: a question to the framework about an owned request.
//!
//! *Key types.* None: a method of [`Request`].
//!
//! *Wraps.* `WdfRequestGetRequestorProcessId`, of KMDF 1.21; IRQL <= DISPATCH_LEVEL.
#![expect(unsafe_code, reason = "calls of the framework with a request's handle")]

use super::{Exclusive, Kind, Request};
use crate::status::Result;
use crate::sys::ddi_if_there;

impl<S: Exclusive, K: Kind> Request<'_, S, K> {
    /// The identifier of the process that sent the request. `WdfRequestGetRequestorProcessId`; IRQL <= DISPATCH_LEVEL.
    ///
    /// To write it down, not to decide by it: the process can have ended, and another one have its number.
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use wdf_safe::prelude::*;
    ///
    /// #[evt_io_read]
    /// fn read<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    ///     let process = request.requestor_process_id().unwrap_or(0);
    ///     match request.into_writer() {
    ///         Ok(mut answer) => {
    ///             answer.put(&process.to_ne_bytes());
    ///             answer.complete(cx)
    ///         }
    ///         Err(failed) => failed.complete(cx),
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::Missing`](crate::status::Error::Missing) where the framework is older than version 1.21.
    pub fn requestor_process_id(&self) -> Result<u32> {
        // SAFETY: a request that only the holder touches, not completed.
        unsafe { ddi_if_there!(WdfRequestGetRequestorProcessId, self.raw) }
    }
}
