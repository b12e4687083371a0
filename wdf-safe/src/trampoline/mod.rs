//! The callbacks that the framework calls.
//!
//! *Where it stands.* Row 4: the only `extern "C" fn`s. Each makes typed values of raw handles, calls the driver's
//! handler, and turns its result into what the framework expects. They are compiled for each handler, which is inlined
//! into them.
//!
//! *Key types.* None: functions, one file an object.
//!
//! *Wraps.* "Framework Event Callback Functions".

pub(crate) mod cancel;
pub(crate) mod deferred;
pub(crate) mod device;
pub(crate) mod driver;
pub(crate) mod file;
pub(crate) mod interrupt;
pub(crate) mod queue;
pub(crate) mod send;
pub(crate) mod target;
