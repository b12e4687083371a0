//! The kernel's own types, as far as KMDF's functions name them or a driver looks into them.
//!
//! One file a noun, after wdm.h; layouts are those of 64-bit Windows. The routines of the kernel are
//! in `ntddk.rs`.

mod device_object;
mod device_parameters;
mod driver_object;
mod file_object;
mod file_parameters;
mod irp;
mod mdl;
mod opaque;
mod pnp;
mod pool;
mod power;
mod resource;
mod stack_location;
mod sync;

pub use device_object::*;
pub use device_parameters::*;
pub use driver_object::*;
pub use file_object::*;
pub use file_parameters::*;
pub use irp::*;
pub use mdl::*;
pub use opaque::*;
pub use pnp::*;
pub use pool::*;
pub use power::*;
pub use resource::*;
pub use stack_location::*;
pub use sync::*;
