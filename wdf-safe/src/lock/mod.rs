//! Locks, and what is in them.
//!
//! *Where it stands.* Row 1: fields of a context ([`context`](crate::context)), used from any callback. (The lock of an
//! interrupt is with the [`interrupt`](crate::interrupt).)
//!
//! *Key types.* [`SpinLock`] and [`WaitLock`], which own what they protect.
//!
//! *Wraps.* "Using Framework Locks".
//!
//! A lock is used through a closure. A guard would be unsound: forgetting it would end the borrow of the IRQL proof while
//! the lock stays held, and with a spin lock the processor at DISPATCH_LEVEL. Inside the closure the context says what may
//! be done there: no completing, forwarding, sending, marking, waiting; inside a wait lock a spin lock may be taken, and no
//! other lock inside another.

mod spin;
mod wait;

pub use self::spin::{SpinLock, SpinLockInit, ZeroedSpinLock};
pub use self::wait::{WaitLock, WaitLockInit};
