//! Spin locks, wait locks and the locks of objects.
//!
//! Functions only.
//!
//! Facts: wdfsync.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfsync/>.

use crate::declare::wdf_functions;
use crate::{NTSTATUS, PLONGLONG, PWDF_OBJECT_ATTRIBUTES, WDFOBJECT, WDFSPINLOCK, WDFWAITLOCK};

wdf_functions! {
    #[index(WdfObjectAcquireLockTableIndex)]
    #[pointer(PFN_WDFOBJECTACQUIRELOCK)]
    fn WdfObjectAcquireLock(Object: WDFOBJECT);

    #[index(WdfObjectReleaseLockTableIndex)]
    #[pointer(PFN_WDFOBJECTRELEASELOCK)]
    fn WdfObjectReleaseLock(Object: WDFOBJECT);

    #[index(WdfWaitLockCreateTableIndex)]
    #[pointer(PFN_WDFWAITLOCKCREATE)]
    fn WdfWaitLockCreate(
        LockAttributes: PWDF_OBJECT_ATTRIBUTES,
        Lock: *mut WDFWAITLOCK,
    ) -> NTSTATUS;

    #[index(WdfWaitLockAcquireTableIndex)]
    #[pointer(PFN_WDFWAITLOCKACQUIRE)]
    fn WdfWaitLockAcquire(Lock: WDFWAITLOCK, Timeout: PLONGLONG) -> NTSTATUS;

    #[index(WdfWaitLockReleaseTableIndex)]
    #[pointer(PFN_WDFWAITLOCKRELEASE)]
    fn WdfWaitLockRelease(Lock: WDFWAITLOCK);

    #[index(WdfSpinLockCreateTableIndex)]
    #[pointer(PFN_WDFSPINLOCKCREATE)]
    fn WdfSpinLockCreate(
        SpinLockAttributes: PWDF_OBJECT_ATTRIBUTES,
        SpinLock: *mut WDFSPINLOCK,
    ) -> NTSTATUS;

    #[index(WdfSpinLockAcquireTableIndex)]
    #[pointer(PFN_WDFSPINLOCKACQUIRE)]
    fn WdfSpinLockAcquire(SpinLock: WDFSPINLOCK);

    #[index(WdfSpinLockReleaseTableIndex)]
    #[pointer(PFN_WDFSPINLOCKRELEASE)]
    fn WdfSpinLockRelease(SpinLock: WDFSPINLOCK);
}
