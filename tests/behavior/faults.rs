//! The samples when things go wrong at the worst moment: a cancel, a removal, a power-down at every point, and the failure of
//! each call that can fail. Nothing is broken, and nothing is left.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use wdf_sim::{DriverImage, Explorer, Fault, Machine, Step, Verifier};

/// A read and a write, whatever becomes of them.
fn used(machine: &Machine, image: &DriverImage) {
    let Ok(driver) = machine.load(image) else { return };
    let Ok(device) = driver.add_device() else { return };
    let Ok(file) = device.open() else { return };
    let [read, write] = [file.begin_read(4), file.begin_write(b"four")];
    read.cancel();
    write.cancel();
    let _ = (read.wait(), write.wait());
    file.close();
    device.remove();
}

/// Explores a sample with a fault at every point; the points there were.
fn points(image: &'static DriverImage, fault: Fault) -> usize {
    let explored = [Verifier::Off, Verifier::On].map(|verifier| {
        let calm = Explorer::calm().verifier(verifier).faults([fault]);
        calm.run(move |machine| used(machine, image)).faults
    });
    explored.into_iter().min().unwrap_or_default()
}

macro_rules! each {
    ($($name:ident: $fault:expr, $least:literal;)*) => {
        $(
            #[test]
            fn $name() {
                for image in [&echo::DRIVER, &echo_driver_sync::DRIVER, &auto_sync::DRIVER, &own_lock::DRIVER, &manual_queue::DRIVER] {
                    let points = points(image, $fault);
                    assert!(points >= $least, "{}: {points}", image.name);
                }
            }
        )*
    };
}

each! {
    a_cancel_at_every_point_leaves_nothing: Fault::Cancel, 10;
    a_removal_at_every_point_leaves_nothing: Fault::Remove, 10;
    a_surprise_removal_at_every_point_leaves_nothing: Fault::SurpriseRemove, 10;
    a_power_down_at_every_point_leaves_nothing: Fault::PowerDown, 10;
    a_failure_of_each_call_leaves_nothing: Fault::FailedCall, 1;
}

/// The calls of a sample that failed, one in each run.
fn failed_calls(image: &'static DriverImage) -> BTreeSet<String> {
    let failed = Arc::<Mutex<BTreeSet<String>>>::default();
    let names = Arc::clone(&failed);
    let _ = Explorer::calm().faults([Fault::FailedCall]).run(move |machine| {
        used(machine, image);
        for event in machine.trace() {
            if let Step::Note(text) = &event.step
                && let Some(call) = text.strip_prefix("fault: ")
            {
                let name = call.strip_suffix(" fails for want of resources").expect("a call that fails");
                names.lock().expect("nobody panics with it").insert(name.to_owned());
            }
        }
    });
    let failed = failed.lock().expect("nobody panics with it");
    failed.clone()
}

#[test]
fn creating_a_driver_a_device_a_queue_a_timer_and_retrieving_a_buffer_fail_in_turn() {
    let failed = failed_calls(&echo::DRIVER);
    for call in ["WdfDriverCreate", "WdfDeviceCreate", "WdfIoQueueCreate", "WdfTimerCreate"] {
        assert!(failed.contains(call), "{call} is not among {failed:?}");
    }
    assert!(failed.iter().any(|call| call.starts_with("WdfRequestRetrieve")), "{failed:?}");
}

#[test]
fn forwarding_fails_in_turn() {
    let failed = failed_calls(&manual_queue::DRIVER);
    assert!(failed.contains("WdfRequestForwardToIoQueue"), "{failed:?}");
}
