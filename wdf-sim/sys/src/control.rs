//! Control devices, which stand in no device stack.
//!
//! What a control device has beside an ordinary one of `device.rs`: its own allocation of a
//! `WDFDEVICE_INIT`, the shutdown notification, and the call that ends initialisation.
//!
//! Facts: wdfcontrol.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfcontrol/>.

use crate::declare::wdf_functions;
use crate::{PWDFDEVICE_INIT, UCHAR, UNICODE_STRING, WDFDEVICE, WDFDRIVER};

pub mod _WDF_DEVICE_SHUTDOWN_FLAGS {
    pub type Type = core::ffi::c_int;
    pub const WdfDeviceShutdown: Type = 1;
    pub const WdfDeviceLastChanceShutdown: Type = 2;
}
pub use self::_WDF_DEVICE_SHUTDOWN_FLAGS::Type as WDF_DEVICE_SHUTDOWN_FLAGS;

pub type EVT_WDF_DEVICE_SHUTDOWN_NOTIFICATION = Option<unsafe extern "C" fn(Device: WDFDEVICE)>;
pub type PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION = EVT_WDF_DEVICE_SHUTDOWN_NOTIFICATION;

wdf_functions! {
    #[index(WdfControlDeviceInitAllocateTableIndex)]
    #[pointer(PFN_WDFCONTROLDEVICEINITALLOCATE)]
    fn WdfControlDeviceInitAllocate(
        Driver: WDFDRIVER,
        SDDLString: *const UNICODE_STRING,
    ) -> PWDFDEVICE_INIT;

    #[index(WdfControlDeviceInitSetShutdownNotificationTableIndex)]
    #[pointer(PFN_WDFCONTROLDEVICEINITSETSHUTDOWNNOTIFICATION)]
    fn WdfControlDeviceInitSetShutdownNotification(
        DeviceInit: PWDFDEVICE_INIT,
        Notification: PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION,
        Flags: UCHAR,
    );

    #[index(WdfControlFinishInitializingTableIndex)]
    #[pointer(PFN_WDFCONTROLFINISHINITIALIZING)]
    fn WdfControlFinishInitializing(Device: WDFDEVICE);
}
