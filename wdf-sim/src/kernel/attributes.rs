//! Checking `WDF_OBJECT_ATTRIBUTES`: sizes, contexts, execution level, synchronization scope and parent.
//!
//! The structure is read by `ddi/arg.rs`; what is decided here is which status the framework returns for it, and what an
//! object inherits.
//!
//! Key types: [`Attributes`]. Facts: `fxvalidatefunctions.cpp`.

use crate::kernel::status::{
    STATUS_WDF_EXECUTION_LEVEL_INVALID, STATUS_WDF_OBJECT_ATTRIBUTES_INVALID, STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED,
    STATUS_WDF_SYNCHRONIZATION_SCOPE_INVALID,
};
use wdf_sim_sys::{
    _WDF_EXECUTION_LEVEL as level, _WDF_SYNCHRONIZATION_SCOPE as scope, NTSTATUS, PFN_WDF_OBJECT_CONTEXT_CLEANUP,
    PFN_WDF_OBJECT_CONTEXT_DESTROY, STATUS_INFO_LENGTH_MISMATCH,
};

use super::device::RequestAttributes;
use super::object::{Context, Id};
use super::{Kernel, Level, Scope};

/// The attributes as the driver wrote them, read field by field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attributes {
    pub(crate) size_is_right: bool,
    pub(crate) cleanup: PFN_WDF_OBJECT_CONTEXT_CLEANUP,
    pub(crate) destroy: PFN_WDF_OBJECT_CONTEXT_DESTROY,
    pub(crate) level: i32,
    pub(crate) scope: i32,
    pub(crate) parent: usize,
    pub(crate) size_override: usize,
    pub(crate) type_info: Option<TypeInfo>,
}

/// A context's type information.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TypeInfo {
    /// Its identity: where `UniqueType` points.
    pub(crate) address: usize,
    pub(crate) size_is_right: bool,
    pub(crate) has_name: bool,
    pub(crate) size: usize,
}

/// What the class of an object allows in its attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Allows {
    pub(crate) parent: bool,
    pub(crate) level: bool,
    pub(crate) scope: bool,
}

impl Allows {
    /// Most objects: a parent, and nothing else.
    pub(crate) const PARENT: Self = Self { parent: true, level: false, scope: false };
    /// Devices, drivers: level and scope; their parent is given.
    pub(crate) const LEVEL_AND_SCOPE: Self = Self { parent: false, level: true, scope: true };
    /// Queues.
    pub(crate) const ALL: Self = Self { parent: true, level: true, scope: true };
    /// Timers, plain objects: a parent and a level.
    pub(crate) const PARENT_AND_LEVEL: Self = Self { parent: true, level: true, scope: false };
}

impl Attributes {
    /// The framework's checks, in its order.
    pub(crate) fn validate(&self, allows: Allows) -> Result<(), NTSTATUS> {
        if !self.size_is_right || self.type_info.is_some_and(|info| !info.size_is_right) {
            return Err(STATUS_INFO_LENGTH_MISMATCH);
        }
        match self.type_info {
            Some(info) => {
                let unnamed = info.size > 0 && !info.has_name;
                let too_small = self.size_override != 0 && self.size_override < info.size;
                if unnamed || too_small {
                    return Err(STATUS_WDF_OBJECT_ATTRIBUTES_INVALID);
                }
            }
            None if self.size_override != 0 => return Err(STATUS_WDF_OBJECT_ATTRIBUTES_INVALID),
            None => {}
        }
        if !allows.parent && self.parent != 0 {
            return Err(STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED);
        }
        let levels = level::WdfExecutionLevelInheritFromParent..=level::WdfExecutionLevelDispatch;
        let scopes = scope::WdfSynchronizationScopeInheritFromParent..=scope::WdfSynchronizationScopeNone;
        if !levels.contains(&self.level) || !scopes.contains(&self.scope) {
            return Err(STATUS_WDF_OBJECT_ATTRIBUTES_INVALID);
        }
        if !allows.level && self.level != level::WdfExecutionLevelInheritFromParent {
            return Err(STATUS_WDF_EXECUTION_LEVEL_INVALID);
        }
        if !allows.scope && self.scope != scope::WdfSynchronizationScopeInheritFromParent {
            return Err(STATUS_WDF_SYNCHRONIZATION_SCOPE_INVALID);
        }
        Ok(())
    }

    /// The level and scope of an object with these attributes under this parent.
    pub(crate) fn inherit(&self, from: (Level, Scope)) -> (Level, Scope) {
        let level = match self.level {
            level::WdfExecutionLevelPassive => Level::Passive,
            level::WdfExecutionLevelDispatch => Level::Dispatch,
            _ => from.0,
        };
        let scope = match self.scope {
            scope::WdfSynchronizationScopeDevice => Scope::Device,
            scope::WdfSynchronizationScopeQueue => Scope::Queue,
            scope::WdfSynchronizationScopeNone => Scope::None,
            _ => from.1,
        };
        (level, scope)
    }

    /// The context space that an object gets with these attributes.
    pub(crate) fn context(&self) -> RequestAttributes {
        let (type_info, size) = self.type_info.map_or((0, 0), |info| (info.address, info.size.max(self.size_override)));
        RequestAttributes { type_info, size, cleanup: self.cleanup, destroy: self.destroy }
    }
}

impl Kernel {
    /// Gives an object its first context.
    pub(crate) fn attach(&mut self, id: Id, context: RequestAttributes) {
        let RequestAttributes { type_info, size, cleanup, destroy } = context;
        if type_info != 0 || cleanup.is_some() || destroy.is_some() {
            self.objects.add_context(id, Context::new(type_info, size, cleanup, destroy));
        }
    }
}
