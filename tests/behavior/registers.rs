//! Registers: reached while they are mapped, and unmapped when nobody is inside.

use wdf_sim::{Device, File, Hardware, Machine, Resources};

use crate::{in_both_worlds, under_every_schedule};

/// A driver whose queue does not follow power: a write goes to a register at any time, or finds that there is none; and so does
/// the DPC that it leaves behind.
mod driver {
    use wdf_safe::hardware::Window;
    use wdf_safe::prelude::*;

    #[object_context]
    struct Port {
        registers: Registers<16>,
        later: Child<Dpc<Device<Port>>>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = DeviceConfig::new(init)
            .release_hardware(release)
            .prepare_hardware(prepare)
            .create(cx, PortInit { registers: Registers::init(), later: Child::init() })?;
        QueueConfig::parallel().default_queue().power_managed(false).write(write).create(cx, &device, ())?;
        DpcConfig::new(later).create(cx, &*device, |port| &port.later)?;
        assert!(device.context().registers.with(cx, |_, _| ()).is_none(), "not mapped yet");
        Ok(device.added())
    }

    #[evt_device_prepare_hardware]
    fn prepare(cx: &mut Cx<'_, Passive>, device: &Device<Port>, resources: &Resources<'_>) -> Result<()> {
        assert_eq!(resources.memory(0).map(|range| range.start), Some(0xF000_0000));
        assert_eq!((resources.memory(1), resources.interrupts()), (None, 0));
        device.map_registers(cx, resources, 0, |port| &port.registers)?;
        let again = device.map_registers(cx, resources, 0, |port| &port.registers);
        assert_eq!(again, Err(Error::Busy), "mapped once");
        Ok(())
    }

    /// The registers are there until this has returned.
    #[evt_device_release_hardware]
    fn release(cx: &mut Cx<'_, Passive>, device: &Device<Port>) -> Result<()> {
        device
            .context()
            .registers
            .with(cx, |registers, _| registers.write32::<12>(1))
            .ok_or(NtStatus::DEVICE_NOT_READY)?;
        Ok(())
    }

    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        let port = queue.device::<Port>().map(Device::context);
        let Some(port) = port else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        if let Some(later) = port.later.get() {
            later.enqueue(cx);
        }
        let count = port.registers.with(cx, |registers, _| {
            let mut bytes = [0; 4];
            registers.write_bytes::<8, 4>(&count(registers).to_le_bytes());
            assert_eq!(registers.read_bytes::<8, 4>(&mut bytes), 4);
            u32::from_le_bytes(bytes)
        });
        match count {
            Some(_) => request.complete_with_information(cx, NtStatus::SUCCESS, 1),
            None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
        }
    }

    #[evt_dpc]
    fn later(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Device<Port>>) {
        dpc.parent().context().registers.with(cx, |registers, _| count(registers));
    }

    fn count(registers: &Window<'_, 16>) -> u32 {
        let count = registers.read32::<0>() + 1;
        registers.write32::<0>(count);
        count
    }
}

fn opened(machine: &Machine) -> (Device, File, Hardware) {
    let card = machine.hardware(0xF000_0000, 16);
    let driver = machine.load(&driver::DRIVER).expect("the driver loads");
    let device = driver.add_device_with(&Resources::new().memory(0xF000_0000, 16)).expect("the device starts");
    (device, device.open().expect("the device opens"), card)
}

#[test]
fn what_the_driver_writes_the_device_sees() {
    in_both_worlds(|machine| {
        let (device, file, card) = opened(machine);
        card.write32(0, 6);
        assert_eq!(file.write(b"?").status, 0);
        assert_eq!(card.read(8, 4), [7, 0, 0, 0]);
        machine.sleep(std::time::Duration::from_millis(1));
        assert_eq!(card.read32(0), 8, "and the DPC once more");
        device.suspend();
        assert_eq!(file.write(b"?").status, 0, "a sleeping device has its hardware");
        device.remove();
        assert_eq!(card.read32(12), 1);
    });
}

#[test]
fn the_release_of_the_hardware_waits_for_who_is_inside() {
    under_every_schedule(2, |machine| {
        let (device, file, _card) = opened(machine);
        assert_eq!(file.write(b"?").status, 0);
        device.surprise_remove();
    });
}

/// The writer and its DPC are inside at one moment.
#[test]
fn the_release_of_the_hardware_waits_for_all_who_are_inside() {
    under_every_schedule(2, |machine| {
        let (device, file, _card) = opened(machine);
        let writer = machine.spawn(move |_| {
            let _ = file.write(b"?");
        });
        device.surprise_remove();
        writer.join();
    });
}
