//! Sending and forgetting where the IRP has no stack location for the next driver.

use wdf_sim::{Rule, Verifier};
use wdf_tests::raw::{Held, Opening, SUCCESS, attributes, parallel, plan, report};
use wdf_tests::with;

use wdf_tests::raw::below::{FORGET, obliging};

const DISK: &str = r"\Device\Disk";

/// What comes to a child of a bus is at the bottom of its stack.
#[test]
fn a_childs_request_has_no_stack_location_for_another_driver() {
    for verifier in [Verifier::Off, Verifier::On] {
        let report = report(verifier, |m| {
            let _disk = obliging(m).named(DISK);
            let held = Held::empty();
            let rig = m.build(
                plan(),
                with!(held => move |device| {
                    let init = device.child_init().unwrap();
                    assert_eq!(init.device_id("one"), SUCCESS);
                    let child = plan().create(init).unwrap();
                    assert_eq!(device.add_child(child), SUCCESS);
                    let _ = child.queue(parallel().default_queue().read(held.putter()));
                    child.new_target(&attributes()).unwrap()
                }),
            );
            assert_eq!(rig.made.open(Opening::Name(DISK)), SUCCESS);
            let _ticket = rig.device.children()[0].open().unwrap().begin_read(1);
            let _ = held.take().send_with(rig.made, FORGET, 0);
        });
        assert_eq!(report.violation.rule, Rule::FormattedWithoutRoom);
    }
}
