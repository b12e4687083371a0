//! Control devices.

use wdf_sim::{Rule, Status};
use wdf_tests::raw::{
    CANCELLED, Device, INVALID_DEVICE_STATE, Log, NO_SUCH_DEVICE, SUCCESS, World, attributes, calm, control_init,
    lenient, manual, parallel, plan,
};
use wdf_tests::with;

const SDDL: &str = "D:P(A;;GA;;;SY)(A;;GA;;;BA)";

/// A driver with a PnP device and a control device that completes reads; not finished yet.
fn control(m: &World<'_>) -> (wdf_sim::Driver, Device) {
    let rig = m.rig(manual());
    let device = plan().create(control_init(rig.raw, SDDL).unwrap()).unwrap();
    let _ = device.queue(parallel().default_queue().read(|request| request.complete(SUCCESS)));
    (rig.driver, device)
}

/// The control device, as an application finds it.
fn found(driver: wdf_sim::Driver) -> wdf_sim::Device {
    driver.control_devices()[0]
}

#[test]
fn it_can_be_opened_when_it_is_finished() {
    calm(|m| {
        let (driver, device) = control(m);
        assert_eq!(found(driver).open().map(|_| ()), Err(Status(NO_SUCH_DEVICE)));
        device.finish();
        let file = found(driver).open().unwrap();
        assert_eq!(file.read(1).status, SUCCESS);
        device.delete();
    });
}

#[test]
fn its_default_queue_is_created_before_it_is_finished() {
    calm(|m| {
        let rig = m.rig(manual());
        let device = plan().create(control_init(rig.raw, SDDL).unwrap()).unwrap();
        device.finish();
        assert_eq!(device.try_queue(manual().default_queue()).map(|_| ()), Err(INVALID_DEVICE_STATE));
        device.delete();
    });
}

#[test]
fn its_queues_do_not_follow_the_power_of_the_drivers_devices() {
    calm(|m| {
        let rig = m.rig(manual());
        let device = plan().create(control_init(rig.raw, SDDL).unwrap()).unwrap();
        let _ = device.queue(parallel().default_queue().read(|request| request.complete(SUCCESS)));
        device.finish();
        rig.device.suspend();
        assert_eq!(found(rig.driver).open().unwrap().read(1).status, SUCCESS);
        rig.device.resume().unwrap();
        device.delete();
    });
}

#[test]
fn deleting_it_cancels_what_waits_and_cleans_up() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(manual());
        let init = control_init(rig.raw, SDDL).unwrap();
        let device = plan().attributes(attributes().cleanup(log.writer("cleanup"))).create(init).unwrap();
        let _ = device.queue(manual().default_queue());
        device.finish();
        let control = found(rig.driver);
        let ticket = control.open().unwrap().begin_read(1);
        device.delete();
        assert_eq!(ticket.wait().status, CANCELLED);
        assert!(!control.is_present());
        log.expect(["cleanup"]);
    });
}

#[test]
fn a_driver_with_devices_of_its_own_deletes_it_in_time() {
    calm(|m| {
        let (driver, device) = control(m);
        device.finish();
        assert_eq!(driver.control_devices().len(), 1);
        device.delete();
        assert_eq!(driver.control_devices().len(), 0);
    });
}

#[test]
fn it_hears_of_the_systems_end() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(manual());
        let init = control_init(rig.raw, SDDL).unwrap();
        init.shutdown(1, with!(log => move || log.add("shutdown")));
        let device = plan().create(init).unwrap();
        device.finish();
        m.system_shutdown();
        log.expect(["shutdown"]);
        device.delete();
    });
}

#[test]
fn shutdown_flags_out_of_range_break_and_register_nothing() {
    lenient(|m| {
        let rig = m.rig(manual());
        let init = control_init(rig.raw, SDDL).unwrap();
        init.shutdown(4, || panic!("not registered"));
        let device = plan().create(init).unwrap();
        device.finish();
        m.system_shutdown();
        device.delete();
        assert_eq!(m.broken(), [Rule::ControlDeviceMisused]);
    });
}

#[test]
fn its_name_is_the_one_it_was_given() {
    calm(|m| {
        let rig = m.rig(manual());
        let init = control_init(rig.raw, SDDL).unwrap();
        assert_eq!(init.name(r"\Device\Sim"), SUCCESS);
        let device = plan().create(init).unwrap();
        assert_eq!(device.name(), Ok(r"\Device\Sim".to_owned()));
        device.delete();
    });
}
