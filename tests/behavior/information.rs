//! The information of a completion: never more than was written or offered, whatever the driver says.

use crate::{in_both_worlds, opened_file};

mod driver {
    use wdf_safe::prelude::*;

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = init.create(cx, ())?;
        QueueConfig::parallel().default_queue().read(read).write(write).create(cx, &device, ())?;
        Ok(device.added())
    }

    /// Writes into the whole buffer, one byte of it in the way that counts.
    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        _: &Queue<(), Parallel>,
        mut request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        if let Ok(mut output) = request.output() {
            output.write_at(0, &[1; 64]);
            output.write_at(usize::MAX, &[1; 64]);
        }
        match request.into_writer() {
            Ok(mut answer) => {
                answer.put(&[2]);
                answer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        }
    }

    /// Claims to have taken all the bytes there are.
    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Dispatch>,
        _: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        request.complete_with_information(cx, NtStatus::SUCCESS, usize::MAX)
    }
}

/// Hole 6.
#[test]
fn a_write_cannot_report_more_than_was_offered() {
    in_both_worlds(|machine| {
        let written = opened_file(machine, &driver::DRIVER).write(b"four");
        assert!(written.is_success());
        assert_eq!(written.information, 4);
    });
}

/// Hole 6.
#[test]
fn a_read_reports_what_was_written_in_order() {
    in_both_worlds(|machine| {
        let read = opened_file(machine, &driver::DRIVER).read(8);
        assert!(read.is_success());
        assert_eq!((read.information, read.output), (1, vec![2]));
    });
}
