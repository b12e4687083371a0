//! What a driver logs: at every level, in every place, without memory and without end.

use wdf_sim::{DriverImage, Explorer, Machine, Memory, Resources, Step};

use crate::in_both_worlds;

/// The device's interrupt.
const VECTOR: u32 = 10;

mod talkative {
    use wdf_safe::prelude::*;

    type Line = Interrupt<Device<Talker>, u32>;

    #[object_context]
    struct Talker {
        line: Child<Line>,
        written: SpinLock<u32>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        log!(Trace, "loaded");
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let talker = TalkerInit { line: Child::init(), written: SpinLock::init(0) };
        let device = DeviceConfig::new(init).create(cx, talker)?;
        InterruptConfig::new(service, later).create(cx, &*device, 0, |talker| &talker.line)?;
        QueueConfig::parallel().default_queue().write(write).create(cx, &device, ())?;
        log!(Info, "device {:?} of {}", 7, "many");
        Ok(device.added())
    }

    #[evt_interrupt_isr]
    fn service(_: &mut Cx<'_, Dirql>, _: &Line, seen: &mut u32, message: u32) -> bool {
        *seen += 1;
        log!(Warning, "interrupt {seen}, message {message}");
        true
    }

    #[evt_interrupt_dpc]
    fn later(_: &mut Cx<'_, Dispatch>, _: &Line) {}

    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        let length = request.parameters().length;
        if let Some(device) = queue.device::<Talker>() {
            device.context().written.with(cx, |written, _held| {
                *written += 1;
                log!(Error, "write {written} of {length}: {:>length$}\0.", 'x');
            });
        }
        request.complete(cx, NtStatus::SUCCESS)
    }
}

/// What was printed, each with its level.
fn printed(machine: &Machine) -> Vec<String> {
    let notes = machine.trace().into_iter().filter_map(|event| match event.step {
        Step::Note(text) => text.strip_prefix("DbgPrintEx(77, ").map(str::to_owned),
        _ => None,
    });
    notes.collect()
}

fn used(machine: &Machine, driver: &'static DriverImage, length: usize) -> Vec<String> {
    let driver = machine.load(driver).expect("the driver loads");
    let device = driver.add_device_with(&Resources::new().line(VECTOR, 5)).expect("the device starts");
    let file = device.open().expect("the device opens");
    assert!(device.interrupt(VECTOR));
    assert_eq!(file.write(&vec![0; length]).status, 0);
    printed(machine)
}

const PLACE: &str = "behavior::log::talkative: ";

#[test]
fn a_line_says_its_level_and_its_module() {
    in_both_worlds(|machine| {
        let lines = used(machine, &talkative::DRIVER, 3);
        let expected = [
            format!("trace): {PLACE}loaded"),
            format!("info): {PLACE}device 7 of many"),
            format!("warning): {PLACE}interrupt 1, message 0"),
            // What would end the text does not.
            format!("error): {PLACE}write 1 of 3:   x?."),
        ];
        assert_eq!(lines, expected, "from an entry, a callback, a service routine, and inside a spin lock");
    });
}

#[test]
fn a_line_that_is_too_long_is_cut_off() {
    in_both_worlds(|machine| {
        let lines = used(machine, &talkative::DRIVER, 700);
        let line = lines.last().and_then(|line| line.strip_prefix("error): ")).expect("an error was logged");
        assert_eq!(line.len(), 510, "with its end and a NUL 512 bytes");
        assert!(line.starts_with(PLACE) && line.ends_with(" ..."), "{line:?}");
    });
}

/// Who logs waits for nobody: no order comes from it.
#[test]
fn logging_adds_no_order() {
    let mut schedules = Vec::new();
    for driver in [&talkative::DRIVER, &silent::DRIVER] {
        let explorer = Explorer::exhaustive(1).reduced(Memory::Marked);
        let explored = explorer.run(move |machine| {
            let device = machine.load(driver).expect("the driver loads").add_device().expect("the device starts");
            let file = device.open().expect("the device opens");
            let other = device.open().expect("the device opens");
            let second = machine.spawn(move |_| assert_eq!(other.write(b"two").status, 0));
            assert_eq!(file.write(b"one").status, 0);
            second.join();
        });
        assert!(explored.exhausted);
        schedules.push(explored.schedules);
    }
    assert_eq!(schedules[0], schedules[1]);
}

/// The same as `talkative`, as far as the orders go.
mod silent {
    use wdf_safe::prelude::*;

    type Line = Interrupt<Device<Talker>, u32>;

    #[object_context]
    struct Talker {
        line: Child<Line>,
        written: SpinLock<u32>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let talker = TalkerInit { line: Child::init(), written: SpinLock::init(0) };
        let device = DeviceConfig::new(init).create(cx, talker)?;
        InterruptConfig::new(service, later).create(cx, &*device, 0, |talker| &talker.line)?;
        QueueConfig::parallel().default_queue().write(write).create(cx, &device, ())?;
        Ok(device.added())
    }

    #[evt_interrupt_isr]
    fn service(_: &mut Cx<'_, Dirql>, _: &Line, seen: &mut u32, _message: u32) -> bool {
        *seen += 1;
        true
    }

    #[evt_interrupt_dpc]
    fn later(_: &mut Cx<'_, Dispatch>, _: &Line) {}

    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        let length = request.parameters().length;
        if let Some(device) = queue.device::<Talker>() {
            device.context().written.with(cx, |written, _held| *written += length as u32);
        }
        request.complete(cx, NtStatus::SUCCESS)
    }
}
