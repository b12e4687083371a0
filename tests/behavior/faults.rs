//! The samples when things go wrong at the worst moment: a cancel, a removal, a power-down at every point, and the failure of
//! each call that can fail. Nothing is broken, and nothing is left.

use wdf_sim::{DriverImage, Explorer, Fault, Machine, Verifier};

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
                for image in [&echo::DRIVER, &auto_sync::DRIVER, &own_lock::DRIVER, &manual_queue::DRIVER] {
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
