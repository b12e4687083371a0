//! Put into a spin lock what must stay on one thread: who takes the lock is another one each time. Hole 14.

use core::marker::PhantomData;
use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Card {
    stays: SpinLock<PhantomData<*mut u8>>,
}

fn main() {}
