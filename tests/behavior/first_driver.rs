//! What the author of a first driver meets when it does not come up: the status by its name, and why.

use std::env;
use std::process::Command;

use wdf_sim::{Explorer, Machine, Status};

use crate::in_both_worlds;

/// A device with a default queue too many.
mod two_default_queues {
    use wdf_safe::prelude::*;

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = init.create(cx, ())?;
        QueueConfig::sequential().default_queue().read(read).create(cx, &device, ())?;
        QueueConfig::sequential().default_queue().read(read).create(cx, &device, ())?;
        Ok(device.added())
    }

    #[evt_io_read]
    fn read<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
        request.complete(cx, NtStatus::SUCCESS)
    }
}

/// A queue that presents requests to nobody.
mod no_handler {
    use wdf_safe::prelude::*;

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = init.create(cx, ())?;
        QueueConfig::<(), Sequential, _, _>::sequential().default_queue().create(cx, &device, ())?;
        Ok(device.added())
    }
}

/// A device without a default queue.
mod no_default_queue {
    use wdf_safe::prelude::*;

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = init.create(cx, ())?;
        QueueConfig::sequential().read(read).create(cx, &device, ())?;
        Ok(device.added())
    }

    #[evt_io_read]
    fn read<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
        request.complete(cx, NtStatus::SUCCESS)
    }
}

/// What the trace says of this call.
fn told(machine: &Machine, call: &str) -> String {
    let steps = machine.trace().into_iter().map(|event| event.step.to_string());
    steps.filter(|step| step.starts_with(call) && step.contains("returns")).collect::<Vec<_>>().join("; ")
}

#[test]
fn a_second_default_queue_is_refused_with_its_reason() {
    in_both_worlds(|machine| {
        let driver = machine.load(&two_default_queues::DRIVER).unwrap();
        let status = driver.add_device().expect_err("two default queues");
        assert_eq!(format!("{status:?}"), "Status(STATUS_UNSUCCESSFUL (0xC0000001))");
        let told = told(machine, "WdfIoQueueCreate");
        assert!(told.contains("STATUS_UNSUCCESSFUL (0xC0000001): the device has a default queue"), "{told}");
    });
}

#[test]
fn a_queue_without_a_handler_is_refused_with_its_reason() {
    in_both_worlds(|machine| {
        let driver = machine.load(&no_handler::DRIVER).unwrap();
        let status = driver.add_device().expect_err("no handler");
        assert_eq!(status.to_string(), "STATUS_WDF_NO_CALLBACK (0xC020020B)");
        let told = told(machine, "WdfIoQueueCreate");
        assert!(told.contains("a queue that presents requests needs a handler"), "{told}");
    });
}

#[test]
fn a_read_of_a_device_without_a_default_queue_is_an_invalid_device_request() {
    in_both_worlds(|machine| {
        let driver = machine.load(&no_default_queue::DRIVER).unwrap();
        let device = driver.add_device().unwrap();
        let answer = device.open().unwrap().read(1);
        assert_eq!(Status(answer.status).to_string(), "STATUS_INVALID_DEVICE_REQUEST (0xC0000010)");
    });
}

#[test]
fn a_status_without_a_name_is_shown_as_its_number() {
    assert_eq!(Status(0xE123_4567_u32.cast_signed()).to_string(), "0xE1234567");
}

/// What this test prints when it runs again as a process of its own, with this variable.
fn printed_again(variable: &str, value: &str) -> String {
    let test = std::thread::current().name().expect("a test's thread has its name").to_owned();
    let binary = env::current_exe().expect("this binary");
    let output = Command::new(binary).args([&test, "--exact", "--nocapture"]).env(variable, value).output();
    let output = output.expect("this binary runs");
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_replay_line_that_was_mistyped_is_refused_with_the_part_that_is_wrong() {
    const VARIABLE: &str = "WDF_SIM_REPLAY";
    if env::var_os(VARIABLE).is_some() {
        Explorer::calm().run(|_| ());
        return;
    }
    let printed = printed_again(VARIABLE, "of:0*3");
    let line = "WDF_SIM_REPLAY: 'of' does not say whether the verifier is off or on; a replay line begins with that";
    assert!(printed.contains(line), "{printed}");
}

#[test]
fn a_test_that_panics_shows_what_happened_last_and_the_line_to_replay() {
    const VARIABLE: &str = "WDF_TESTS_FIRST_DRIVER";
    if env::var_os(VARIABLE).is_some() {
        Explorer::calm().run(|machine| {
            let driver = machine.load(&two_default_queues::DRIVER).expect("the driver loads");
            driver.add_device().expect("the device is added");
        });
    }
    let printed = printed_again(VARIABLE, "1");
    for line in [
        "the test's own code panicked; what happened before, the last below:",
        "the device is added: Status(STATUS_UNSUCCESSFUL (0xC0000001))",
        "→ EvtDriverDeviceAdd",
        "WdfIoQueueCreate returns STATUS_UNSUCCESSFUL (0xC0000001): the device has a default queue",
        "replay: WDF_SIM_REPLAY='off:",
    ] {
        assert!(printed.contains(line), "no line `{line}` in\n{printed}");
    }
}
