//! How requests reach the driver.

use wdf_tests::raw::{SUCCESS, calm, parallel};

#[test]
fn a_read_is_presented_to_the_read_handler() {
    calm(|m| {
        let rig = m.rig(parallel().read(|request| request.complete_with(SUCCESS, 1)));
        assert_eq!(rig.open().read(1).status, SUCCESS);
    });
}
