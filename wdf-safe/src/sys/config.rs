//! The initialisers of configuration structures.
//!
//! *Where it stands.* Row 0, used by contexts and by [`register`](crate::register).
//!
//! *Key types.* None: one function a structure. A merely zeroed structure is a trap (level and scope 0 are refused, a
//! parallel queue with no presented requests never dispatches), so all are made here.
//!
//! *Wraps.* `WDF_OBJECT_ATTRIBUTES_INIT`, `WDF_DRIVER_CONFIG_INIT`, `WDF_IO_QUEUE_CONFIG_INIT`,
//! `WDF_TIMER_CONFIG_INIT`, `WDF_DPC_CONFIG_INIT`, `WDF_WORKITEM_CONFIG_INIT`, `WDF_INTERRUPT_CONFIG_INIT`, `WDF_FILEOBJECT_CONFIG_INIT`,
//! `WDF_PNPPOWER_EVENT_CALLBACKS_INIT`, `WDF_REQUEST_FORWARD_OPTIONS_INIT`: inline functions of the WDK's headers, which `wdk-sys` cannot have.

use super::call;
use super::{
    _DEVICE_POWER_STATE, _WDF_EXECUTION_LEVEL, _WDF_FILEOBJECT_CLASS, _WDF_IO_QUEUE_DISPATCH_TYPE,
    _WDF_IO_TARGET_OPEN_TYPE, _WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE, _WDF_POWER_POLICY_S0_IDLE_USER_CONTROL,
    _WDF_POWER_POLICY_SX_WAKE_USER_CONTROL, _WDF_REQUEST_FORWARD_OPTIONS_FLAGS, _WDF_REQUEST_SEND_OPTIONS_FLAGS,
    _WDF_SYNCHRONIZATION_SCOPE, _WDF_TRI_STATE, DEVPROPKEY, STATUS_SUCCESS, WDF_DEVICE_PNP_CAPABILITIES,
    WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS, WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS, WDF_DEVICE_PROPERTY_DATA,
    WDF_DEVICE_STATE, WDF_DPC_CONFIG, WDF_DRIVER_CONFIG, WDF_FILEOBJECT_CONFIG, WDF_INTERRUPT_CONFIG,
    WDF_IO_QUEUE_CONFIG, WDF_IO_QUEUE_DISPATCH_TYPE, WDF_IO_TARGET_OPEN_PARAMS, WDF_OBJECT_ATTRIBUTES,
    WDF_PNPPOWER_EVENT_CALLBACKS, WDF_POWER_POLICY_EVENT_CALLBACKS, WDF_POWER_POLICY_S0_IDLE_CAPABILITIES,
    WDF_REQUEST_COMPLETION_PARAMS, WDF_REQUEST_FORWARD_OPTIONS, WDF_REQUEST_PARAMETERS, WDF_REQUEST_REUSE_PARAMS,
    WDF_REQUEST_SEND_OPTIONS, WDF_TIMER_CONFIG, WDF_WORKITEM_CONFIG,
};

/// The size of a structure as its `Size` field wants it, which no version of the framework has changed since 1.15, the oldest that
/// wdf-safe is bound to.
macro_rules! size_of_structure {
    ($type:ty as $size:ty) => {
        const {
            assert!(size_of::<$type>() <= <$size>::MAX as usize);
            size_of::<$type>() as $size
        }
    };
}

/// The size of a structure as its `Size` field wants it: that of the framework below, if it is older than the headers.
macro_rules! size_below {
    ($type:ident, $index:ident) => {
        call::structure_size(wdk_sys::_WDFSTRUCTENUM::$index as usize, size_of_structure!($type as u32))
    };
}

/// A structure of zeros but for what `fill` writes, each once.
#[inline(always)]
fn filled<T: Default>(fill: impl FnOnce(&mut T)) -> T {
    let mut structure = T::default();
    fill(&mut structure);
    structure
}

/// `WDF_OBJECT_ATTRIBUTES_INIT`: level and scope inherited.
#[inline]
pub(crate) fn object_attributes() -> WDF_OBJECT_ATTRIBUTES {
    WDF_OBJECT_ATTRIBUTES {
        Size: size_of_structure!(WDF_OBJECT_ATTRIBUTES as u32),
        ExecutionLevel: _WDF_EXECUTION_LEVEL::WdfExecutionLevelInheritFromParent,
        SynchronizationScope: _WDF_SYNCHRONIZATION_SCOPE::WdfSynchronizationScopeInheritFromParent,
        ..Default::default()
    }
}

/// `WDF_DRIVER_CONFIG_INIT`.
#[inline]
pub(crate) fn driver() -> WDF_DRIVER_CONFIG {
    WDF_DRIVER_CONFIG { Size: size_below!(WDF_DRIVER_CONFIG, INDEX_WDF_DRIVER_CONFIG), ..Default::default() }
}

/// `WDF_IO_QUEUE_CONFIG_INIT`: power-managed as the device's role has it, parallel queues without a limit.
#[inline]
pub(crate) fn io_queue(dispatch: WDF_IO_QUEUE_DISPATCH_TYPE) -> WDF_IO_QUEUE_CONFIG {
    filled(|config: &mut WDF_IO_QUEUE_CONFIG| {
        config.Size = size_below!(WDF_IO_QUEUE_CONFIG, INDEX_WDF_IO_QUEUE_CONFIG);
        config.PowerManaged = _WDF_TRI_STATE::WdfUseDefault;
        config.DispatchType = dispatch;
        if dispatch == _WDF_IO_QUEUE_DISPATCH_TYPE::WdfIoQueueDispatchParallel {
            config.Settings.Parallel.NumberOfPresentedRequests = u32::MAX;
        }
    })
}

/// `WDF_TIMER_CONFIG_INIT`: one shot, serialised with its parent's callbacks.
#[inline]
pub(crate) fn timer() -> WDF_TIMER_CONFIG {
    filled(|config: &mut WDF_TIMER_CONFIG| {
        config.Size = size_below!(WDF_TIMER_CONFIG, INDEX_WDF_TIMER_CONFIG);
        config.AutomaticSerialization = 1;
    })
}

/// `WDF_DPC_CONFIG_INIT`: serialised with its parent's callbacks.
pub(crate) fn dpc() -> WDF_DPC_CONFIG {
    WDF_DPC_CONFIG {
        Size: size_below!(WDF_DPC_CONFIG, INDEX_WDF_DPC_CONFIG),
        AutomaticSerialization: 1,
        ..Default::default()
    }
}

/// `WDF_WORKITEM_CONFIG_INIT`, but not serialised: a work item may wait.
pub(crate) fn work_item() -> WDF_WORKITEM_CONFIG {
    WDF_WORKITEM_CONFIG { Size: size_below!(WDF_WORKITEM_CONFIG, INDEX_WDF_WORKITEM_CONFIG), ..Default::default() }
}

/// `WDF_INTERRUPT_CONFIG_INIT`: not serialised, shared as the bus says.
pub(crate) fn interrupt() -> WDF_INTERRUPT_CONFIG {
    WDF_INTERRUPT_CONFIG {
        Size: size_below!(WDF_INTERRUPT_CONFIG, INDEX_WDF_INTERRUPT_CONFIG),
        ShareVector: _WDF_TRI_STATE::WdfUseDefault,
        ReportInactiveOnPowerDown: _WDF_TRI_STATE::WdfUseDefault,
        ..Default::default()
    }
}

/// `WDF_FILEOBJECT_CONFIG_INIT`: without callbacks, for a driver that leaves the contexts of the WDM file object alone.
pub(crate) fn file_object() -> WDF_FILEOBJECT_CONFIG {
    WDF_FILEOBJECT_CONFIG {
        Size: size_below!(WDF_FILEOBJECT_CONFIG, INDEX_WDF_FILEOBJECT_CONFIG),
        AutoForwardCleanupClose: _WDF_TRI_STATE::WdfUseDefault,
        FileObjectClass: _WDF_FILEOBJECT_CLASS::WdfFileObjectWdfCannotUseFsContexts
            | _WDF_FILEOBJECT_CLASS::WdfFileObjectCanBeOptional,
        ..Default::default()
    }
}

/// `WDF_PNPPOWER_EVENT_CALLBACKS_INIT`.
pub(crate) fn pnp_power_event_callbacks() -> WDF_PNPPOWER_EVENT_CALLBACKS {
    WDF_PNPPOWER_EVENT_CALLBACKS {
        Size: size_below!(WDF_PNPPOWER_EVENT_CALLBACKS, INDEX_WDF_PNPPOWER_EVENT_CALLBACKS),
        ..Default::default()
    }
}

/// `WDF_POWER_POLICY_EVENT_CALLBACKS_INIT`.
pub(crate) fn power_policy_event_callbacks() -> WDF_POWER_POLICY_EVENT_CALLBACKS {
    WDF_POWER_POLICY_EVENT_CALLBACKS {
        Size: size_below!(WDF_POWER_POLICY_EVENT_CALLBACKS, INDEX_WDF_POWER_POLICY_EVENT_CALLBACKS),
        ..Default::default()
    }
}

/// `WDF_DEVICE_STATE_INIT`: each member as the bus says.
pub(crate) fn device_state() -> WDF_DEVICE_STATE {
    let default = _WDF_TRI_STATE::WdfUseDefault;
    WDF_DEVICE_STATE {
        Size: size_below!(WDF_DEVICE_STATE, INDEX_WDF_DEVICE_STATE),
        Disabled: default,
        DontDisplayInUI: default,
        Failed: default,
        NotDisableable: default,
        Removed: default,
        ResourcesChanged: default,
        AssignedToGuest: default,
    }
}

/// `WDF_DEVICE_PNP_CAPABILITIES_INIT`: each member as the bus says.
pub(crate) fn pnp_capabilities() -> WDF_DEVICE_PNP_CAPABILITIES {
    let default = _WDF_TRI_STATE::WdfUseDefault;
    WDF_DEVICE_PNP_CAPABILITIES {
        Size: size_below!(WDF_DEVICE_PNP_CAPABILITIES, INDEX_WDF_DEVICE_PNP_CAPABILITIES),
        LockSupported: default,
        EjectSupported: default,
        Removable: default,
        DockDevice: default,
        UniqueID: default,
        SilentInstall: default,
        SurpriseRemovalOK: default,
        HardwareDisabled: default,
        NoDisplayInUI: default,
        Address: u32::MAX,
        UINumber: u32::MAX,
    }
}

/// `WDF_DEVICE_PROPERTY_DATA_INIT`: the value that holds in every language.
pub(crate) fn device_property_data(key: &DEVPROPKEY) -> WDF_DEVICE_PROPERTY_DATA {
    WDF_DEVICE_PROPERTY_DATA {
        Size: size_below!(WDF_DEVICE_PROPERTY_DATA, INDEX_WDF_DEVICE_PROPERTY_DATA),
        PropertyKey: key,
        ..Default::default()
    }
}

/// `WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT`.
pub(crate) fn idle_settings(
    capability: WDF_POWER_POLICY_S0_IDLE_CAPABILITIES,
) -> WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS {
    WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS {
        Size: size_below!(WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS, INDEX_WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS),
        IdleCaps: capability,
        DxState: _DEVICE_POWER_STATE::PowerDeviceMaximum,
        UserControlOfIdleSettings: _WDF_POWER_POLICY_S0_IDLE_USER_CONTROL::IdleAllowUserControl,
        Enabled: _WDF_TRI_STATE::WdfUseDefault,
        PowerUpIdleDeviceOnSystemWake: _WDF_TRI_STATE::WdfUseDefault,
        IdleTimeoutType: _WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE::DriverManagedIdleTimeout,
        ExcludeD3Cold: _WDF_TRI_STATE::WdfUseDefault,
        ..Default::default()
    }
}

/// `WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS_INIT`.
pub(crate) fn wake_settings() -> WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS {
    WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS {
        Size: size_below!(WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS, INDEX_WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS),
        DxState: _DEVICE_POWER_STATE::PowerDeviceMaximum,
        UserControlOfWakeSettings: _WDF_POWER_POLICY_SX_WAKE_USER_CONTROL::WakeAllowUserControl,
        Enabled: _WDF_TRI_STATE::WdfUseDefault,
        ..Default::default()
    }
}

/// `WDF_REQUEST_FORWARD_OPTIONS_INIT`: the parent completes the request, the only option there is.
pub(crate) fn request_forward_options() -> WDF_REQUEST_FORWARD_OPTIONS {
    WDF_REQUEST_FORWARD_OPTIONS {
        Size: size_of_structure!(WDF_REQUEST_FORWARD_OPTIONS as u32),
        Flags: _WDF_REQUEST_FORWARD_OPTIONS_FLAGS::WDF_REQUEST_FORWARD_OPTION_SEND_AND_FORGET.cast_unsigned(),
    }
}

/// `WDF_REQUEST_SEND_OPTIONS_INIT`: send and forget.
pub(crate) fn send_and_forget_options() -> WDF_REQUEST_SEND_OPTIONS {
    WDF_REQUEST_SEND_OPTIONS {
        Size: size_of_structure!(WDF_REQUEST_SEND_OPTIONS as u32),
        Flags: _WDF_REQUEST_SEND_OPTIONS_FLAGS::WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET.cast_unsigned(),
        ..Default::default()
    }
}

/// `WDF_REQUEST_SEND_OPTIONS_INIT`, `WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT`: cancelled after so long.
pub(crate) fn timeout_options(timeout: i64) -> WDF_REQUEST_SEND_OPTIONS {
    WDF_REQUEST_SEND_OPTIONS {
        Size: size_of_structure!(WDF_REQUEST_SEND_OPTIONS as u32),
        Flags: _WDF_REQUEST_SEND_OPTIONS_FLAGS::WDF_REQUEST_SEND_OPTION_TIMEOUT.cast_unsigned(),
        Timeout: timeout,
    }
}

/// `WDF_REQUEST_SEND_OPTIONS_INIT`, `WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT`: wait for it, for so long.
pub(crate) fn synchronous_options(timeout: i64) -> WDF_REQUEST_SEND_OPTIONS {
    let flags = _WDF_REQUEST_SEND_OPTIONS_FLAGS::WDF_REQUEST_SEND_OPTION_SYNCHRONOUS
        | _WDF_REQUEST_SEND_OPTIONS_FLAGS::WDF_REQUEST_SEND_OPTION_TIMEOUT;
    WDF_REQUEST_SEND_OPTIONS {
        Size: size_of_structure!(WDF_REQUEST_SEND_OPTIONS as u32),
        Flags: flags.cast_unsigned(),
        Timeout: timeout,
    }
}

/// `WDF_IO_TARGET_OPEN_PARAMS_INIT_OPEN_BY_NAME`, without the name.
pub(crate) fn open_by_name(access: u32) -> WDF_IO_TARGET_OPEN_PARAMS {
    WDF_IO_TARGET_OPEN_PARAMS {
        Size: size_below!(WDF_IO_TARGET_OPEN_PARAMS, INDEX_WDF_IO_TARGET_OPEN_PARAMS),
        Type: _WDF_IO_TARGET_OPEN_TYPE::WdfIoTargetOpenByName,
        DesiredAccess: access,
        FileAttributes: FILE_ATTRIBUTE_NORMAL,
        CreateDisposition: FILE_OPEN,
        CreateOptions: FILE_NON_DIRECTORY_FILE,
        ..Default::default()
    }
}

/// `WDF_IO_TARGET_OPEN_PARAMS_INIT_REOPEN`.
pub(crate) fn reopen() -> WDF_IO_TARGET_OPEN_PARAMS {
    WDF_IO_TARGET_OPEN_PARAMS {
        Size: size_below!(WDF_IO_TARGET_OPEN_PARAMS, INDEX_WDF_IO_TARGET_OPEN_PARAMS),
        Type: _WDF_IO_TARGET_OPEN_TYPE::WdfIoTargetOpenReopen,
        ..Default::default()
    }
}

/// `WDF_IO_TARGET_OPEN_PARAMS_INIT_EXISTING_DEVICE`, without the device.
pub(crate) fn open_existing() -> WDF_IO_TARGET_OPEN_PARAMS {
    WDF_IO_TARGET_OPEN_PARAMS {
        Size: size_below!(WDF_IO_TARGET_OPEN_PARAMS, INDEX_WDF_IO_TARGET_OPEN_PARAMS),
        Type: _WDF_IO_TARGET_OPEN_TYPE::WdfIoTargetOpenUseExistingDevice,
        ..Default::default()
    }
}

// Of wdm.h, as the first of those initialisers uses them.
const FILE_ATTRIBUTE_NORMAL: u32 = 0x80;
const FILE_OPEN: u32 = 1;
const FILE_NON_DIRECTORY_FILE: u32 = 0x40;

/// `WDF_REQUEST_REUSE_PARAMS_INIT`.
pub(crate) fn request_reuse() -> WDF_REQUEST_REUSE_PARAMS {
    WDF_REQUEST_REUSE_PARAMS {
        Size: size_of_structure!(WDF_REQUEST_REUSE_PARAMS as u32),
        Status: STATUS_SUCCESS,
        ..Default::default()
    }
}

/// `WDF_REQUEST_COMPLETION_PARAMS_INIT`.
pub(crate) fn completion_params() -> WDF_REQUEST_COMPLETION_PARAMS {
    WDF_REQUEST_COMPLETION_PARAMS {
        Size: size_of_structure!(WDF_REQUEST_COMPLETION_PARAMS as u32),
        ..Default::default()
    }
}

/// `WDF_REQUEST_PARAMETERS_INIT`.
pub(crate) fn request_parameters() -> WDF_REQUEST_PARAMETERS {
    WDF_REQUEST_PARAMETERS { Size: size_of_structure!(WDF_REQUEST_PARAMETERS as u16), ..Default::default() }
}
