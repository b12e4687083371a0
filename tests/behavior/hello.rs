//! The README's driver.

use crate::in_both_worlds;

#[test]
fn a_read_is_answered_with_a_greeting() {
    in_both_worlds(|machine| {
        let driver = machine.load(&hello::DRIVER).expect("the driver loads");
        let file = driver.add_device().expect("the device starts").open().expect("the device opens");
        assert_eq!(file.read(64).output, b"hello from the kernel");
        assert_eq!(file.read(5).output, b"hello");
    });
}

#[test]
fn a_write_is_refused_because_nobody_handles_it() {
    in_both_worlds(|machine| {
        let driver = machine.load(&hello::DRIVER).expect("the driver loads");
        let file = driver.add_device().expect("the device starts").open().expect("the device opens");
        let written = file.write(b"anything");
        assert_eq!(written.status, crate::INVALID_DEVICE_REQUEST);
        assert_eq!(written.information, 0);
    });
}
