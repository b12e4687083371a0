//! The proof that a thread may wait. Here every thread may.

use core::marker::PhantomData;

/// PASSIVE_LEVEL.
pub(crate) enum Passive {}

/// A context of this level.
pub(crate) struct Cx<'c, L>(PhantomData<(&'c (), L)>);

impl Cx<'_, Passive> {
    pub(crate) const fn passive() -> Self {
        Self(PhantomData)
    }
}
