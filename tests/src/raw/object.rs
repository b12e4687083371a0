//! What all objects have: attributes, contexts, references, deletion, locks.

use std::ffi::CStr;
use std::ptr::null_mut;
use std::rc::Rc;

use wdk_sys::{
    _WDF_EXECUTION_LEVEL as level, _WDF_SYNCHRONIZATION_SCOPE as scope, NT_SUCCESS, NTSTATUS, PVOID,
    WDF_EXECUTION_LEVEL, WDF_OBJECT_ATTRIBUTES, WDF_OBJECT_CONTEXT_TYPE_INFO, WDF_SYNCHRONIZATION_SCOPE, WDFMEMORY,
    WDFOBJECT, WDFSPINLOCK, WDFWAITLOCK,
};

use super::handle::{Memory, Object, SpinLock, WaitLock};
use super::{ddi, registry};

/// A context's type information.
#[derive(Debug)]
#[repr(transparent)]
pub struct Info(pub WDF_OBJECT_CONTEXT_TYPE_INFO);

// SAFETY: it is read only; its pointers are to statics.
unsafe impl Sync for Info {}

impl Info {
    const fn new(name: &'static CStr, size: usize, this: *const Self) -> Self {
        Self(WDF_OBJECT_CONTEXT_TYPE_INFO {
            Size: size_of::<WDF_OBJECT_CONTEXT_TYPE_INFO>() as u32,
            ContextName: name.as_ptr().cast(),
            ContextSize: size,
            UniqueType: this.cast(),
            EvtDriverGetUniqueContextType: None,
        })
    }
}

/// A context of one number.
pub static COUNTER: Info = Info::new(c"Counter", size_of::<u64>(), &raw const COUNTER);
/// A context of eight numbers.
pub static LEDGER: Info = Info::new(c"Ledger", size_of::<[u64; 8]>(), &raw const LEDGER);

/// `WDF_OBJECT_ATTRIBUTES`, with closures for its callbacks.
#[derive(Clone)]
pub struct Attributes {
    raw: WDF_OBJECT_ATTRIBUTES,
    cleanup: Option<Rc<dyn Fn(Object)>>,
    destroy: Option<Rc<dyn Fn(Object)>>,
}

impl std::fmt::Debug for Attributes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attributes").finish_non_exhaustive()
    }
}

impl Default for Attributes {
    fn default() -> Self {
        let raw = WDF_OBJECT_ATTRIBUTES {
            Size: u32::try_from(size_of::<WDF_OBJECT_ATTRIBUTES>()).expect("a small structure"),
            ExecutionLevel: level::WdfExecutionLevelInheritFromParent,
            SynchronizationScope: scope::WdfSynchronizationScopeInheritFromParent,
            ..Default::default()
        };
        Self { raw, cleanup: None, destroy: None }
    }
}

/// Attributes as `WDF_OBJECT_ATTRIBUTES_INIT` leaves them.
#[must_use]
pub fn attributes() -> Attributes {
    Attributes::default()
}

impl Attributes {
    /// The parent.
    #[must_use]
    pub fn parent(mut self, parent: impl Into<Object>) -> Self {
        self.raw.ParentObject = parent.into().raw();
        self
    }

    /// Callbacks at PASSIVE_LEVEL.
    #[must_use]
    pub fn passive(self) -> Self {
        self.level(level::WdfExecutionLevelPassive)
    }

    /// The execution level.
    #[must_use]
    pub fn level(mut self, level: WDF_EXECUTION_LEVEL) -> Self {
        self.raw.ExecutionLevel = level;
        self
    }

    /// The synchronization scope.
    #[must_use]
    pub fn scope(mut self, scope: WDF_SYNCHRONIZATION_SCOPE) -> Self {
        self.raw.SynchronizationScope = scope;
        self
    }

    /// One lock for the callbacks of the queue.
    #[must_use]
    pub fn scope_queue(self) -> Self {
        self.scope(scope::WdfSynchronizationScopeQueue)
    }

    /// One lock for the callbacks of the device.
    #[must_use]
    pub fn scope_device(self) -> Self {
        self.scope(scope::WdfSynchronizationScopeDevice)
    }

    /// No lock for the callbacks.
    #[must_use]
    pub fn scope_none(self) -> Self {
        self.scope(scope::WdfSynchronizationScopeNone)
    }

    /// A context.
    #[must_use]
    pub fn context(mut self, info: &'static Info) -> Self {
        self.raw.ContextTypeInfo = &raw const info.0;
        self
    }

    /// `EvtCleanupCallback`.
    #[must_use]
    pub fn cleanup(mut self, callback: impl Fn(Object) + 'static) -> Self {
        self.cleanup = Some(Rc::new(callback));
        self
    }

    /// `EvtDestroyCallback`.
    #[must_use]
    pub fn destroy(mut self, callback: impl Fn(Object) + 'static) -> Self {
        self.destroy = Some(Rc::new(callback));
        self
    }

    /// Changes the structure in a way that has no name here.
    #[must_use]
    pub fn raw(mut self, change: impl FnOnce(&mut WDF_OBJECT_ATTRIBUTES)) -> Self {
        change(&mut self.raw);
        self
    }

    /// As the framework takes them, for an object that the driver creates.
    #[must_use]
    pub fn to_raw(&self) -> WDF_OBJECT_ATTRIBUTES {
        WDF_OBJECT_ATTRIBUTES {
            EvtCleanupCallback: self.cleanup.as_ref().and(Some(registry::cleanup::<0>)),
            EvtDestroyCallback: self.destroy.as_ref().and(Some(registry::destroy::<0>)),
            ..self.raw
        }
    }

    /// As the framework takes them, for objects that it makes.
    pub(super) fn of_made(&self) -> WDF_OBJECT_ATTRIBUTES {
        WDF_OBJECT_ATTRIBUTES {
            EvtCleanupCallback: self.cleanup.as_ref().and(Some(registry::made_cleanup)),
            EvtDestroyCallback: self.destroy.as_ref().and(Some(registry::made_destroy)),
            ..self.raw
        }
    }

    /// Puts the closures of an object that was created into the registry.
    pub(super) fn register(&self, object: Object) {
        self.register_at(object, 0);
    }

    fn register_at(&self, object: Object, context: usize) {
        registry::with(|registry| {
            if let Some(cleanup) = &self.cleanup {
                registry.cleanups.insert((object.0, context), Rc::clone(cleanup));
            }
            if let Some(destroy) = &self.destroy {
                registry.destroys.insert((object.0, context), Rc::clone(destroy));
            }
        });
    }

    pub(super) fn register_made(&self) {
        registry::with(|registry| {
            registry.made_cleanup.clone_from(&self.cleanup);
            registry.made_destroy.clone_from(&self.destroy);
        });
    }
}

/// `WdfObjectCreate`.
///
/// # Errors
///
/// The status that is not a success.
pub fn object(attributes: &Attributes) -> Result<Object, NTSTATUS> {
    let mut raw = attributes.to_raw();
    let mut out: WDFOBJECT = null_mut();
    let status = ddi!(WdfObjectCreate, &raw mut raw, &raw mut out);
    created(status, Object::from(out), attributes)
}

/// What a creating function came to; the closures of a new object are registered.
pub(super) fn created<H: Copy + Into<Object>>(
    status: NTSTATUS,
    handle: H,
    attributes: &Attributes,
) -> Result<H, NTSTATUS> {
    if !NT_SUCCESS(status) {
        return Err(status);
    }
    attributes.register(handle.into());
    Ok(handle)
}

impl SpinLock {
    /// `WdfSpinLockCreate`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn create(attributes: &Attributes) -> Result<Self, NTSTATUS> {
        let mut raw = attributes.to_raw();
        let mut out: WDFSPINLOCK = null_mut();
        let status = ddi!(WdfSpinLockCreate, &raw mut raw, &raw mut out);
        created(status, Self::from(out), attributes)
    }

    /// `WdfSpinLockAcquire`.
    pub fn acquire(self) {
        ddi!(WdfSpinLockAcquire, self.raw());
    }

    /// `WdfSpinLockRelease`.
    pub fn release(self) {
        ddi!(WdfSpinLockRelease, self.raw());
    }
}

impl WaitLock {
    /// `WdfWaitLockCreate`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn create(attributes: &Attributes) -> Result<Self, NTSTATUS> {
        let mut raw = attributes.to_raw();
        let mut out: WDFWAITLOCK = null_mut();
        let status = ddi!(WdfWaitLockCreate, &raw mut raw, &raw mut out);
        created(status, Self::from(out), attributes)
    }

    /// `WdfWaitLockAcquire`, waiting for ever.
    pub fn acquire(self) -> NTSTATUS {
        ddi!(WdfWaitLockAcquire, self.raw(), null_mut())
    }

    /// `WdfWaitLockAcquire`, waiting at most so many milliseconds.
    pub fn acquire_within(self, milliseconds: i64) -> NTSTATUS {
        let mut timeout = -milliseconds * 10_000;
        ddi!(WdfWaitLockAcquire, self.raw(), &raw mut timeout)
    }

    /// `WdfWaitLockRelease`.
    pub fn release(self) {
        ddi!(WdfWaitLockRelease, self.raw());
    }
}

impl Memory {
    /// `WdfMemoryCreate`, of non-paged pool.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn create(attributes: &Attributes, size: usize) -> Result<Self, NTSTATUS> {
        let mut raw = attributes.to_raw();
        let mut out: WDFMEMORY = null_mut();
        let status =
            ddi!(WdfMemoryCreate, &raw mut raw, 512, u32::from_le_bytes(*b"test"), size, &raw mut out, null_mut());
        created(status, Self::from(out), attributes)
    }
}

/// Every handle has these.
macro_rules! all_objects {
    ($($name:ident)*) => {
        $(
            impl super::handle::$name {
                /// `WdfObjectReference`.
                pub fn reference(self) {
                    Object(self.0).add_reference();
                }

                /// `WdfObjectDereference`.
                pub fn dereference(self) {
                    Object(self.0).drop_reference();
                }

                /// `WdfObjectDelete`.
                pub fn delete(self) {
                    ddi!(WdfObjectDelete, self.0 as WDFOBJECT);
                }

                /// The address of its context of this type, or 0.
                #[must_use]
                pub fn context(self, info: &'static Info) -> usize {
                    ddi!(WdfObjectGetTypedContextWorker, self.0 as WDFOBJECT, &raw const info.0) as usize
                }

                /// `WdfObjectAllocateContext`: the status and the address.
                pub fn allocate_context(self, attributes: &Attributes) -> (NTSTATUS, usize) {
                    Object(self.0).add_context(attributes)
                }
            }
        )*
    };
}

all_objects! { Collection Device Dpc FileObject Interrupt Key Lookaside Memory Object Queue Request SpinLock Target Text Timer WaitLock WorkItem }

impl Object {
    fn add_reference(self) {
        ddi!(WdfObjectReferenceActual, self.raw(), null_mut(), 0, std::ptr::null());
    }

    fn drop_reference(self) {
        ddi!(WdfObjectDereferenceActual, self.raw(), null_mut(), 0, std::ptr::null());
    }

    fn add_context(self, attributes: &Attributes) -> (NTSTATUS, usize) {
        let mut raw = WDF_OBJECT_ATTRIBUTES {
            EvtCleanupCallback: attributes.cleanup.as_ref().and(Some(registry::cleanup::<1>)),
            EvtDestroyCallback: attributes.destroy.as_ref().and(Some(registry::destroy::<1>)),
            ..attributes.raw
        };
        let mut address: PVOID = null_mut();
        let status = ddi!(WdfObjectAllocateContext, self.raw(), &raw mut raw, &raw mut address);
        attributes.register_at(self, 1);
        (status, address as usize)
    }

    /// `WdfObjectContextGetObject`.
    #[must_use]
    pub fn of_context(context: usize) -> Self {
        Self::from(ddi!(WdfObjectContextGetObject, context as PVOID))
    }

    /// `WdfObjectQuery`, of a GUID of zeros.
    #[must_use]
    pub fn query(self) -> NTSTATUS {
        let guid = wdk_sys::GUID::default();
        ddi!(WdfObjectQuery, self.raw(), &raw const guid, 0, null_mut())
    }

    /// `WdfObjectAcquireLock`.
    pub fn lock(self) {
        ddi!(WdfObjectAcquireLock, self.raw());
    }

    /// `WdfObjectReleaseLock`.
    pub fn unlock(self) {
        ddi!(WdfObjectReleaseLock, self.raw());
    }
}

/// Runs `body` with this thread at DISPATCH_LEVEL.
pub fn at_dispatch<R>(body: impl FnOnce() -> R) -> R {
    // SAFETY: raising the level of the test's own thread has no precondition.
    let before = unsafe { wdk_sys::ntddk::KfRaiseIrql(2) };
    let result = body();
    // SAFETY: the level that it had.
    unsafe { wdk_sys::ntddk::KeLowerIrql(before) };
    result
}

/// The IRQL of this thread.
#[must_use]
pub fn irql() -> u32 {
    // SAFETY: asking for the level has no precondition.
    u32::from(unsafe { wdk_sys::ntddk::KeGetCurrentIrql() })
}
