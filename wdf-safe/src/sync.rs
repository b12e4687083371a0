//! The atomics of a driver.
//!
//! *Where it stands.* At the bottom: `core::sync::atomic` under other names, used by wdf-safe itself and offered to
//! drivers.
//!
//! *Key types.* [`AtomicBool`], [`AtomicU32`], [`AtomicU64`], [`AtomicUsize`], [`AtomicPtr`].
//!
//! *Wraps.* Nothing of WDF. For the kernel these are the types of `core` themselves. In simulation each operation first
//! tells the scheduler that another thread may run here, so that every order of a driver's atomic steps is explored:
//! use these types, not those of `core`, in a driver that is to be tested.

pub use core::sync::atomic::Ordering;

/// What is noted beside an atomic word by which it is decided: whoever reads it believes it only if that word, read before,
/// is found unchanged afterwards. So it is no scheduling point of its own.
pub(crate) use core::sync::atomic::{AtomicPtr as NotedPtr, AtomicUsize as NotedUsize};

#[cfg(any(all(windows, not(wdf_sim)), wdf_kernel))]
pub use core::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize};

#[cfg(not(any(all(windows, not(wdf_sim)), wdf_kernel)))]
pub use simulated::{AtomicBool, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize};

#[cfg(not(any(all(windows, not(wdf_sim)), wdf_kernel)))]
mod simulated {
    use super::Ordering;
    use wdk_sys::sim::word;

    /// What all of them have: one wrapper a method, a scheduling point before each.
    macro_rules! common {
        ($type:ty, [$($generics:tt)*], $name:ty, $core:ty) => {
            impl<$($generics)*> $name {
                /// A new atomic with this value.
                #[must_use]
                pub const fn new(value: $type) -> Self {
                    Self(<$core>::new(value))
                }

                /// Reads the value.
                #[inline]
                pub fn load(&self, order: Ordering) -> $type {
                    word(self, false);
                    self.0.load(order)
                }

                /// Writes the value.
                #[inline]
                pub fn store(&self, value: $type, order: Ordering) {
                    word(self, true);
                    self.0.store(value, order);
                }

                /// Writes the value and returns the one before.
                #[inline]
                pub fn swap(&self, value: $type, order: Ordering) -> $type {
                    word(self, true);
                    self.0.swap(value, order)
                }

                /// Writes `new` if the value is `current`; returns the one before, as `Err` when it was another.
                ///
                /// # Errors
                /// The value found, when it is not `current`.
                #[inline]
                pub fn compare_exchange(
                    &self,
                    current: $type,
                    new: $type,
                    success: Ordering,
                    failure: Ordering,
                ) -> Result<$type, $type> {
                    word(self, true);
                    self.0.compare_exchange(current, new, success, failure)
                }
            }
        };
    }

    macro_rules! number {
        ($name:ident, $type:ty) => {
            #[doc = concat!("`core::sync::atomic::", stringify!($name), "`, each operation a scheduling point.")]
            #[derive(Debug, Default)]
            #[repr(transparent)]
            pub struct $name(core::sync::atomic::$name);

            common!($type, [], $name, core::sync::atomic::$name);

            impl $name {
                /// Adds, wrapping, and returns the value before.
                #[inline]
                pub fn fetch_add(&self, value: $type, order: Ordering) -> $type {
                    word(self, true);
                    self.0.fetch_add(value, order)
                }

                /// Subtracts, wrapping, and returns the value before.
                #[inline]
                pub fn fetch_sub(&self, value: $type, order: Ordering) -> $type {
                    word(self, true);
                    self.0.fetch_sub(value, order)
                }
            }
        };
    }

    number!(AtomicU32, u32);
    number!(AtomicU64, u64);
    number!(AtomicUsize, usize);

    /// `core::sync::atomic::AtomicBool`, each operation a scheduling point.
    #[derive(Debug, Default)]
    #[repr(transparent)]
    pub struct AtomicBool(core::sync::atomic::AtomicBool);

    common!(bool, [], AtomicBool, core::sync::atomic::AtomicBool);

    /// `core::sync::atomic::AtomicPtr`, each operation a scheduling point.
    #[derive(Debug)]
    #[repr(transparent)]
    pub struct AtomicPtr<T>(core::sync::atomic::AtomicPtr<T>);

    common!(*mut T, [T], AtomicPtr<T>, core::sync::atomic::AtomicPtr<T>);

    impl<T> Default for AtomicPtr<T> {
        fn default() -> Self {
            Self::new(core::ptr::null_mut())
        }
    }
}
