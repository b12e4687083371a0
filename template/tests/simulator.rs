//! The driver on the simulator: `cargo test`, on Windows `cargo sim-test`.
#![cfg(any(not(windows), wdf_sim))]

use wdf_sim::{Explorer, Verifier};

const SUCCESS: i32 = 0;
const CANCELLED: i32 = 0xC000_0120_u32.cast_signed();

#[test]
fn whoever_waits_is_woken_or_cancelled_and_never_both() {
    for verifier in [Verifier::Off, Verifier::On] {
        let explored = Explorer::exhaustive(2).verifier(verifier).run(|machine| {
            let driver = machine
                .load(&{{crate_name}}::DRIVER)
                .expect("the driver loads");
            let device = driver.add_device().expect("the device is added");
            let file = device.open().expect("the device is opened");
            let waiting = file.begin_read(1);
            let ring = file.begin_write(b"!");
            waiting.cancel();
            let status = waiting.wait().status;
            assert!(status == SUCCESS || status == CANCELLED, "{status:#x}");
            assert_eq!(ring.wait().status, SUCCESS);
        });
        assert!(
            explored.exhausted,
            "every schedule with at most two preemptions"
        );
    }
}
