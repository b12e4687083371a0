//! The callbacks of PnP and power.
//!
//! *Where it stands.* Under [`DeviceConfig`].
//!
//! *Key types.* Methods of [`DeviceConfig`].
//!
//! *Wraps.* `WDF_PNPPOWER_EVENT_CALLBACKS`, `WDF_POWER_POLICY_EVENT_CALLBACKS`. All are called at PASSIVE_LEVEL, one at a
//! time, but for `EvtDeviceSurpriseRemoval`, `EvtDeviceQueryRemove`, `EvtDeviceQueryStop`, `EvtDeviceRelationsQuery` and
//! `EvtDeviceUsageNotification`, which are synchronised with nothing.
//!
//! Into the working state, from top to bottom, and out of it from bottom to top:
//!
//! | in | | out |
//! |---|---|---|
//! | `prepare_hardware` | the device has its resources | `release_hardware` |
//! | `d0_entry` | it works, without interrupts | `d0_exit` |
//! | `interrupts_enabled` | with interrupts | `interrupts_disabling` |
//! | | power-managed queues present requests | |
//! | `self_managed_io_init`, later `self_managed_io_restart` | what the driver does of its own | `self_managed_io_suspend` |
//!
//! When the device goes away, `self_managed_io_flush` follows when its power-managed queues are purged, and
//! `self_managed_io_cleanup` when all are. A device that idles or sleeps and is to wake is armed before `interrupts_disabling`
//! and disarmed after `interrupts_enabled`.

use super::DeviceConfig;
use crate::context::ObjectContext;
use crate::device::{Device, Function, PnpRole};
use crate::handler::{self, EventHandler, HardwareHandler, NoticeHandler, RelationsHandler, UsageHandler};
use crate::irql::{Cx, Passive, SurpriseRemoval};
use crate::status::Result;
use crate::trampoline;

/// Methods that set a callback of the device alone which returns a status.
macro_rules! fallible {
    ($($(#[$doc:meta])* $name:ident: $structure:ident.$field:ident;)*) => { $(
        $(#[$doc])*
        pub fn $name<F>(mut self, _handler: F) -> Self
        where
            F: EventHandler<Device<T>, Passive>,
        {
            handler::assert_no_bytes::<F>();
            self.$structure.$field = Some(trampoline::device::fallible::<T, F>);
            self
        }
    )* };
}

/// Methods that set a callback of the device alone which returns nothing.
macro_rules! notices {
    ($($(#[$doc:meta])* $name:ident: $structure:ident.$field:ident;)*) => { $(
        $(#[$doc])*
        pub fn $name<F>(mut self, _handler: F) -> Self
        where
            F: NoticeHandler<Device<T>, Passive>,
        {
            handler::assert_no_bytes::<F>();
            self.$structure.$field = Some(trampoline::device::notice::<T, F>);
            self
        }
    )* };
}

impl<T: ObjectContext, R: PnpRole> DeviceConfig<'_, T, R> {
    /// Tells this handler that the device was pulled out: `EvtDeviceSurpriseRemoval`; PASSIVE_LEVEL.
    ///
    /// Called before the queues are stopped, synchronised with nothing. The handler may note it, take a lock, stop a
    /// timer. It cannot complete a request or change a queue, since its context is no [`CallOut`](crate::irql::CallOut):
    /// what waits in a store is given to its cancel handler when the framework stops the queue, which comes next.
    pub fn surprise_removal<F>(mut self, _handler: F) -> Self
    where
        F: NoticeHandler<Device<T>, SurpriseRemoval>,
    {
        handler::assert_no_bytes::<F>();
        self.callbacks.EvtDeviceSurpriseRemoval = Some(trampoline::device::surprise_removal::<T, F>);
        self
    }

    /// Gives this handler the resources that the device was assigned: `EvtDevicePrepareHardware`; PASSIVE_LEVEL, before the
    /// device enters D0 for the first time. There the driver maps its registers ([`Device::map_registers`]). If it fails,
    /// the device does not start.
    pub fn prepare_hardware<F>(mut self, _handler: F) -> Self
    where
        F: HardwareHandler<T>,
    {
        handler::assert_no_bytes::<F>();
        self.callbacks.EvtDevicePrepareHardware = Some(trampoline::device::prepare_hardware::<T, F>);
        if self.callbacks.EvtDeviceReleaseHardware.is_none() {
            fn nothing<T: ObjectContext>(_: &mut Cx<'_, Passive>, _: &Device<T>) -> Result<()> {
                Ok(())
            }
            return self.release_hardware(nothing::<T>);
        }
        self
    }

    /// Tells this handler that the device loses its hardware: `EvtDeviceReleaseHardware`; PASSIVE_LEVEL, after the device has
    /// left D0. Registers are unmapped after it.
    pub fn release_hardware<F>(mut self, _handler: F) -> Self
    where
        F: EventHandler<Device<T>, Passive>,
    {
        handler::assert_no_bytes::<F>();
        self.callbacks.EvtDeviceReleaseHardware = Some(trampoline::device::release_hardware::<T, F>);
        self
    }

    /// Tells this handler that the device is in its working state D0 again, or for the first time: `EvtDeviceD0Entry`;
    /// PASSIVE_LEVEL. Interrupts are connected next, and then the queues present requests. If it fails, the device fails.
    pub fn d0_entry<F>(mut self, _handler: F) -> Self
    where
        F: EventHandler<Device<T>, Passive>,
    {
        handler::assert_no_bytes::<F>();
        self.callbacks.EvtDeviceD0Entry = Some(trampoline::device::power::<T, F>);
        self
    }

    /// Tells this handler that the device leaves D0: `EvtDeviceD0Exit`; PASSIVE_LEVEL. Its queues are stopped, its
    /// interrupts disconnected.
    pub fn d0_exit<F>(mut self, _handler: F) -> Self
    where
        F: EventHandler<Device<T>, Passive>,
    {
        handler::assert_no_bytes::<F>();
        self.callbacks.EvtDeviceD0Exit = Some(trampoline::device::power::<T, F>);
        self
    }

    /// Tells this handler that the device is in D0 with its interrupts connected: `EvtDeviceD0EntryPostInterruptsEnabled`;
    /// PASSIVE_LEVEL. If it fails, the device fails.
    pub fn interrupts_enabled<F>(mut self, _handler: F) -> Self
    where
        F: EventHandler<Device<T>, Passive>,
    {
        handler::assert_no_bytes::<F>();
        self.callbacks.EvtDeviceD0EntryPostInterruptsEnabled =
            Some(trampoline::device::interrupts_connected_then::<T, F>);
        self
    }

    /// Tells this handler that the device leaves D0 and its interrupts are still connected:
    /// `EvtDeviceD0ExitPreInterruptsDisabled`; PASSIVE_LEVEL.
    pub fn interrupts_disabling<F>(mut self, _handler: F) -> Self
    where
        F: EventHandler<Device<T>, Passive>,
    {
        handler::assert_no_bytes::<F>();
        self.callbacks.EvtDeviceD0ExitPreInterruptsDisabled =
            Some(trampoline::device::interrupts_disconnecting_after::<T, F>);
        self
    }

    fallible! {
        /// Begins what the driver does of its own accord, not for requests of its power-managed queues:
        /// `EvtDeviceSelfManagedIoInit`; PASSIVE_LEVEL, once, when the device is in D0 for the first time. If it fails, the
        /// device does not start.
        self_managed_io_init: callbacks.EvtDeviceSelfManagedIoInit;
        /// Goes on with it: `EvtDeviceSelfManagedIoRestart`; PASSIVE_LEVEL, each time that the device is in D0 again. If it
        /// fails, the device fails.
        self_managed_io_restart: callbacks.EvtDeviceSelfManagedIoRestart;
        /// Suspends it: `EvtDeviceSelfManagedIoSuspend`; PASSIVE_LEVEL, before the device leaves D0, for whatever reason; its
        /// queues still present requests.
        self_managed_io_suspend: callbacks.EvtDeviceSelfManagedIoSuspend;
        /// Asks this handler whether the device can be stopped, so that others get its resources: `EvtDeviceQueryStop`;
        /// PASSIVE_LEVEL. If it fails, the device goes on.
        query_stop: callbacks.EvtDeviceQueryStop;
        /// Asks this handler whether the device can be removed: `EvtDeviceQueryRemove`; PASSIVE_LEVEL. If it fails, the
        /// device stays.
        query_remove: callbacks.EvtDeviceQueryRemove;
    }

    notices! {
        /// Ends what is under way of it: `EvtDeviceSelfManagedIoFlush`; PASSIVE_LEVEL, when the device goes away and its
        /// power-managed queues are purged.
        self_managed_io_flush: callbacks.EvtDeviceSelfManagedIoFlush;
        /// Undoes what `self_managed_io_init` did: `EvtDeviceSelfManagedIoCleanup`; PASSIVE_LEVEL, when the device goes away,
        /// and all its queues are purged.
        self_managed_io_cleanup: callbacks.EvtDeviceSelfManagedIoCleanup;
    }

    /// Asks this handler whether the device may hold a special file of the system, or (with `false`) tells it that it no longer
    /// does: `EvtDeviceUsageNotificationEx`; PASSIVE_LEVEL.
    pub fn usage_notification<F>(mut self, _handler: F) -> Self
    where
        F: UsageHandler<T>,
    {
        handler::assert_no_bytes::<F>();
        self.callbacks.EvtDeviceUsageNotificationEx = Some(trampoline::device::usage_notification::<T, F>);
        self
    }

    /// Tells this handler that the PnP manager asks for the device's relations, before it is answered:
    /// `EvtDeviceRelationsQuery`; PASSIVE_LEVEL. A bus driver that looks for children only when asked adds them here.
    pub fn relations_query<F>(mut self, _handler: F) -> Self
    where
        F: RelationsHandler<T>,
    {
        handler::assert_no_bytes::<F>();
        self.callbacks.EvtDeviceRelationsQuery = Some(trampoline::device::relations_query::<T, F>);
        self
    }
}

impl<T: ObjectContext> DeviceConfig<'_, T, Function> {
    fallible! {
        /// Arms the device to wake itself while the system works: `EvtDeviceArmWakeFromS0`; PASSIVE_LEVEL, in D0, before it
        /// idles out. If it fails, the device stays in D0.
        arm_wake_from_s0: policy.EvtDeviceArmWakeFromS0;
        /// Arms the device to wake the system: `EvtDeviceArmWakeFromSx`; PASSIVE_LEVEL, in D0, before the system sleeps. If it
        /// fails, the device sleeps without.
        arm_wake_from_sx: policy.EvtDeviceArmWakeFromSx;
    }

    notices! {
        /// Undoes what `arm_wake_from_s0` did: `EvtDeviceDisarmWakeFromS0`; PASSIVE_LEVEL, in D0 again.
        disarm_wake_from_s0: policy.EvtDeviceDisarmWakeFromS0;
        /// Undoes what `arm_wake_from_sx` did: `EvtDeviceDisarmWakeFromSx`; PASSIVE_LEVEL, in D0 again.
        disarm_wake_from_sx: policy.EvtDeviceDisarmWakeFromSx;
        /// Tells this handler that it was the device that woke itself: `EvtDeviceWakeFromS0Triggered`; PASSIVE_LEVEL, before
        /// `disarm_wake_from_s0`.
        wake_from_s0_triggered: policy.EvtDeviceWakeFromS0Triggered;
        /// Tells this handler that it was perhaps the device that woke the system: `EvtDeviceWakeFromSxTriggered`;
        /// PASSIVE_LEVEL, before `disarm_wake_from_sx`.
        wake_from_sx_triggered: policy.EvtDeviceWakeFromSxTriggered;
    }
}
