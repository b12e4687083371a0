//! Interrupts, and the resources of a device.

use std::ptr::null_mut;
use std::rc::Rc;

use wdk_sys::{
    _WDF_TRI_STATE as tri_state, NT_SUCCESS, NTSTATUS, PCM_PARTIAL_RESOURCE_DESCRIPTOR, WDF_INTERRUPT_CONFIG,
    WDF_INTERRUPT_INFO, WDFINTERRUPT,
};

use super::handle::{Device, Interrupt, ResourceList};
use super::object::{Attributes, attributes, created};
use super::registry::InterruptCallbacks;
use super::{ddi, registry};

/// How an interrupt is configured.
#[derive(Clone)]
pub struct Plan {
    config: WDF_INTERRUPT_CONFIG,
    callbacks: InterruptCallbacks,
    attributes: Attributes,
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("interrupt::Plan").finish_non_exhaustive()
    }
}

/// An interrupt with this service routine: it is given the message, and says whether the interrupt was its own.
#[must_use]
pub fn isr(routine: impl Fn(Interrupt, u32) -> bool + 'static) -> Plan {
    let config = WDF_INTERRUPT_CONFIG {
        Size: u32::try_from(size_of::<WDF_INTERRUPT_CONFIG>()).expect("a small structure"),
        ShareVector: tri_state::WdfUseDefault,
        ReportInactiveOnPowerDown: tri_state::WdfUseDefault,
        EvtInterruptIsr: Some(registry::isr),
        ..Default::default()
    };
    let callbacks = InterruptCallbacks { isr: Some(Rc::new(routine)), ..Default::default() };
    Plan { config, callbacks, attributes: attributes() }
}

impl Plan {
    /// `EvtInterruptDpc`.
    #[must_use]
    pub fn dpc(mut self, routine: impl Fn(Interrupt) + 'static) -> Self {
        self.config.EvtInterruptDpc = Some(registry::interrupt_dpc);
        self.callbacks.dpc = Some(Rc::new(routine));
        self
    }

    /// `EvtInterruptWorkItem`.
    #[must_use]
    pub fn work_item(mut self, routine: impl Fn(Interrupt) + 'static) -> Self {
        self.config.EvtInterruptWorkItem = Some(registry::interrupt_work_item);
        self.callbacks.work_item = Some(Rc::new(routine));
        self
    }

    /// `EvtInterruptEnable`.
    #[must_use]
    pub fn enable(mut self, routine: impl Fn(Interrupt) -> NTSTATUS + 'static) -> Self {
        self.config.EvtInterruptEnable = Some(registry::interrupt_enable);
        self.callbacks.enable = Some(Rc::new(routine));
        self
    }

    /// `EvtInterruptDisable`.
    #[must_use]
    pub fn disable(mut self, routine: impl Fn(Interrupt) -> NTSTATUS + 'static) -> Self {
        self.config.EvtInterruptDisable = Some(registry::interrupt_disable);
        self.callbacks.disable = Some(Rc::new(routine));
        self
    }

    /// Handled at PASSIVE_LEVEL.
    #[must_use]
    pub fn passive(mut self) -> Self {
        self.config.PassiveHandling = 1;
        self
    }

    /// Its DPC or work item excludes the callbacks of its parent.
    #[must_use]
    pub fn serialized(mut self) -> Self {
        self.config.AutomaticSerialization = 1;
        self
    }

    /// Its attributes.
    #[must_use]
    pub fn attributes(mut self, attributes: Attributes) -> Self {
        self.attributes = attributes;
        self
    }

    /// The resource that it is for, in `EvtDevicePrepareHardware`.
    #[must_use]
    pub fn resource(self, raw: usize, translated: usize) -> Self {
        self.config(|config| {
            config.InterruptRaw = raw as PCM_PARTIAL_RESOURCE_DESCRIPTOR;
            config.InterruptTranslated = translated as PCM_PARTIAL_RESOURCE_DESCRIPTOR;
        })
    }

    /// Changes the structure in a way that has no name here.
    #[must_use]
    pub fn config(mut self, change: impl FnOnce(&mut WDF_INTERRUPT_CONFIG)) -> Self {
        change(&mut self.config);
        self
    }
}

impl Device {
    /// `WdfInterruptCreate`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn try_interrupt(self, plan: &Plan) -> Result<Interrupt, NTSTATUS> {
        let mut config = plan.config;
        let mut raw = plan.attributes.to_raw();
        let mut out: WDFINTERRUPT = null_mut();
        let status = ddi!(WdfInterruptCreate, self.raw(), &raw mut config, &raw mut raw, &raw mut out);
        if NT_SUCCESS(status) {
            registry::with(|registry| registry.interrupts.insert(out as usize, plan.callbacks.clone()));
        }
        created(status, Interrupt::from(out), &plan.attributes)
    }

    /// As [`try_interrupt`](Self::try_interrupt), where nothing is wrong.
    #[must_use]
    pub fn interrupt(self, plan: &Plan) -> Interrupt {
        self.try_interrupt(plan).expect("an interrupt")
    }
}

impl Interrupt {
    /// `WdfInterruptQueueDpcForIsr`.
    pub fn queue_dpc(self) -> bool {
        ddi!(WdfInterruptQueueDpcForIsr, self.raw()) != 0
    }

    /// `WdfInterruptQueueWorkItemForIsr`.
    pub fn queue_work_item(self) -> bool {
        ddi!(WdfInterruptQueueWorkItemForIsr, self.raw()) != 0
    }

    /// `WdfInterruptAcquireLock`.
    pub fn acquire(self) {
        ddi!(WdfInterruptAcquireLock, self.raw());
    }

    /// `WdfInterruptTryToAcquireLock`.
    pub fn try_acquire(self) -> bool {
        ddi!(WdfInterruptTryToAcquireLock, self.raw()) != 0
    }

    /// `WdfInterruptReleaseLock`.
    pub fn release(self) {
        ddi!(WdfInterruptReleaseLock, self.raw());
    }

    /// `WdfInterruptSynchronize`.
    pub fn synchronize(self, callback: impl Fn(Self) -> bool + 'static) -> bool {
        registry::with(|registry| registry.synchronized = Some(Rc::new(callback)));
        ddi!(WdfInterruptSynchronize, self.raw(), Some(registry::interrupt_synchronize), null_mut()) != 0
    }

    /// `WdfInterruptEnable`.
    pub fn enable(self) {
        ddi!(WdfInterruptEnable, self.raw());
    }

    /// `WdfInterruptDisable`.
    pub fn disable(self) {
        ddi!(WdfInterruptDisable, self.raw());
    }

    /// `WdfInterruptReportActive` or `WdfInterruptReportInactive`.
    pub fn report(self, active: bool) {
        if active {
            ddi!(WdfInterruptReportActive, self.raw());
        } else {
            ddi!(WdfInterruptReportInactive, self.raw());
        }
    }

    /// `WdfInterruptGetInfo`, of this size.
    #[must_use]
    pub fn info_of_size(self, size: u32) -> WDF_INTERRUPT_INFO {
        let mut info = WDF_INTERRUPT_INFO { Size: size, ..Default::default() };
        ddi!(WdfInterruptGetInfo, self.raw(), &raw mut info);
        info
    }

    /// `WdfInterruptGetInfo`.
    #[must_use]
    pub fn info(self) -> WDF_INTERRUPT_INFO {
        self.info_of_size(u32::try_from(size_of::<WDF_INTERRUPT_INFO>()).expect("a small structure"))
    }

    /// `WdfInterruptGetDevice`.
    #[must_use]
    pub fn device(self) -> Device {
        Device::from(ddi!(WdfInterruptGetDevice, self.raw()))
    }

    /// `WdfInterruptWdmGetInterrupt`, or 0.
    #[must_use]
    pub fn wdm(self) -> usize {
        ddi!(WdfInterruptWdmGetInterrupt, self.raw()) as usize
    }

    /// `WdfInterruptSetPolicy`, of all processors.
    pub fn set_policy(self, policy: i32, priority: i32) {
        ddi!(WdfInterruptSetPolicy, self.raw(), policy, priority, 3);
    }
}

impl ResourceList {
    /// `WdfCmResourceListGetCount`.
    #[must_use]
    pub fn count(self) -> u32 {
        ddi!(WdfCmResourceListGetCount, self.raw())
    }

    /// `WdfCmResourceListGetDescriptor`: its address, or 0.
    #[must_use]
    pub fn descriptor(self, index: u32) -> usize {
        ddi!(WdfCmResourceListGetDescriptor, self.raw(), index) as usize
    }

    /// `WdfCmResourceListAppendDescriptor`.
    pub fn append(self, descriptor: usize) -> NTSTATUS {
        ddi!(WdfCmResourceListAppendDescriptor, self.raw(), descriptor as PCM_PARTIAL_RESOURCE_DESCRIPTOR)
    }

    /// `WdfCmResourceListRemove`.
    pub fn remove(self, index: u32) {
        ddi!(WdfCmResourceListRemove, self.raw(), index);
    }
}
