//! What a driver is told of a request in hand: the lengths of its buffers, its pages, its file object, its queue's context.
#![expect(unsafe_code, reason = "an MDL is looked into, as the framework's headers do it")]

use crate::{INVALID_DEVICE_REQUEST, in_both_worlds, opened_file};

/// What the driver looks at, one control code each; METHOD_BUFFERED unless it says otherwise.
const LENGTHS: u32 = 0x22_2000;
const WRITER: u32 = 0x22_2004;
const PAGES: u32 = 0x22_2008;
const QUEUE: u32 = 0x22_200C;
const PROCESS: u32 = 0x22_2010;
/// Waits, and is compared with the next one that comes with [`COMPARE`].
const WAIT: u32 = 0x22_2014;
const COMPARE: u32 = 0x22_2018;
const LOCKS: u32 = 0x22_201C;
/// METHOD_IN_DIRECT.
const LENT: u32 = 0x22_2001;

mod driver {
    use wdf_safe::prelude::*;
    use wdf_safe::raw::AsRaw;

    type Asked<'id> = Request<'id, Owned, DeviceControl>;

    #[object_context]
    struct Desk {
        waiting: Slot<DeviceControl>,
        spin: SpinLock<()>,
        other: SpinLock<()>,
        wait: WaitLock<()>,
    }

    /// The context of nothing.
    /// Of the device.
    #[object_context]
    struct Room {
        files: FileObjects,
    }

    #[object_context]
    struct Other {
        _nothing: AtomicU32,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, mut init: DeviceInit<'id>) -> Result<Added<'id>> {
        let files = init.use_file_objects();
        let device = init.create(cx, RoomInit { files })?;
        let desk = DeskInit {
            waiting: Slot::init(),
            spin: SpinLock::init(()),
            other: SpinLock::init(()),
            wait: WaitLock::init(()),
        };
        QueueConfig::parallel().default_queue().device_control(control).create(cx, &device, desk)?;
        Ok(device.added())
    }

    /// Three bytes came, and five are asked for.
    fn lengths(request: &mut Asked<'_>) -> Result<bool> {
        let input = request.input()?;
        let input_is_told = input.len() == 3 && !input.is_empty();
        let memory = request.input_memory()?;
        let memory_is_told = memory.len() == 3 && !memory.is_empty() && !memory.as_raw().is_null();
        let mut output = request.output()?;
        let output_is_told = output.len() == 5 && !output.is_empty();
        let at_the_end = output.write_at(4, b"xy") == 1 && output.write_at(5, b"xy") == 0;
        Ok(input_is_told && memory_is_told && output_is_told && at_the_end)
    }

    /// As the headers have it: the offset stands in the MDL.
    fn pages(request: &Asked<'_>) -> Result<bool> {
        let mdl = request.input_mdl()?;
        // SAFETY: an MDL of a request in hand.
        let raw = unsafe { mdl.as_raw().read() };
        let told = mdl.byte_offset() == raw.ByteOffset as usize && mdl.len() == raw.ByteCount as usize;
        Ok(told && !mdl.is_empty())
    }

    /// The pages that the application lends to be read are not the driver's to write to, by no name.
    fn lent(request: &mut Asked<'_>) -> Result<bool> {
        let refused = |error: Error| error.status() == NtStatus::INVALID_DEVICE_REQUEST;
        let by_output = request.output().err().is_some_and(refused);
        let by_memory = request.output_memory().err().is_some_and(refused);
        let by_pages = request.output_mdl().err().is_some_and(refused);
        let mut lent = [0; 4];
        let readable = request.direct_input()?.copy_to(&mut lent) == 4 && lent == *b"lent";
        Ok(by_output && by_memory && by_pages && readable)
    }

    /// What the locks are for whoever calls the framework with them.
    fn locks(desk: &Desk) -> bool {
        let differ = desk.spin.as_raw() != desk.other.as_raw();
        differ && !desk.spin.as_raw().is_null() && !desk.wait.as_raw().is_null()
    }

    fn answer<'id>(cx: &mut Cx<'_, Dispatch>, request: Asked<'id>, told: Result<bool>) -> Handled<'id> {
        request.complete(
            cx,
            match told {
                Ok(true) => NtStatus::SUCCESS,
                Ok(false) => NtStatus::UNSUCCESSFUL,
                Err(error) => error.status(),
            },
        )
    }

    /// Five bytes are asked for: two are written, and of four more three.
    fn write<'id>(cx: &mut Cx<'_, Dispatch>, request: Asked<'id>) -> Handled<'id> {
        match request.into_writer() {
            Ok(mut writer) => {
                let before = writer.written() == 0 && writer.remaining() == 5;
                let two = writer.put(b"12") == 2 && writer.written() == 2 && writer.remaining() == 3;
                let all = writer.put(b"3456") == 3 && writer.written() == 5 && writer.remaining() == 0;
                let told = before && two && all;
                writer.complete_with(cx, if told { NtStatus::SUCCESS } else { NtStatus::UNSUCCESSFUL })
            }
            Err(failed) => failed.complete(cx),
        }
    }

    #[evt_io_device_control]
    fn control<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Desk, Parallel>, mut request: Asked<'id>) -> Handled<'id> {
        let desk = queue.context();
        let told = match request.parameters().control_code {
            super::LENGTHS => lengths(&mut request),
            super::WRITER => return write(cx, request),
            super::PAGES => pages(&request),
            super::QUEUE => Ok(request.queue_context::<Desk>().is_some() && request.queue_context::<Other>().is_none()),
            super::PROCESS => request.requestor_process_id().map(|id| id > 1),
            super::LENT => lent(&mut request),
            super::LOCKS => Ok(locks(desk)),
            super::WAIT => {
                return desk
                    .waiting
                    .park(cx, request, |cx, request| request.complete_cancelled(cx))
                    .unwrap_or_else(|full| full.complete(cx, NtStatus::DEVICE_BUSY));
            }
            super::COMPARE => {
                let mut same = false;
                let taken = desk.waiting.take(cx, |cx, waiting| {
                    let files = &queue.device::<Room>().expect("the device's context").context().files;
                    if let (Some(one), Some(other)) = (waiting.file_object(files), request.file_object(files)) {
                        same = one == other;
                        assert_eq!(same, one.as_raw() == other.as_raw());
                        assert!(!one.as_raw().is_null());
                    }
                    waiting.complete(cx, NtStatus::SUCCESS)
                });
                assert!(taken == Taken::Handled, "one waits");
                Ok(same)
            }
            _ => Err(NtStatus::INVALID_DEVICE_REQUEST.into()),
        };
        answer(cx, request, told)
    }
}

#[test]
fn a_buffer_says_how_long_it_is_and_takes_no_more() {
    in_both_worlds(|machine| assert_eq!(opened_file(machine, &driver::DRIVER).ioctl(LENGTHS, b"abc", 5).status, 0));
}

#[test]
fn a_writer_says_what_is_written_and_what_remains() {
    in_both_worlds(|machine| {
        let answer = opened_file(machine, &driver::DRIVER).ioctl(WRITER, &[], 5);
        assert_eq!((answer.status, answer.output.as_slice()), (0, &b"12345"[..]));
    });
}

#[test]
fn pages_say_where_in_the_first_of_them_the_data_begins() {
    in_both_worlds(|machine| {
        let file = opened_file(machine, &driver::DRIVER);
        for length in [24, 40, 72] {
            assert_eq!(file.ioctl(PAGES, &vec![1; length], 0).status, 0);
        }
    });
}

#[test]
fn what_is_lent_to_be_read_is_not_written_to() {
    in_both_worlds(|machine| {
        let file = opened_file(machine, &driver::DRIVER);
        assert_eq!(file.ioctl_with(LENT, &[], b"lent").status, 0);
        assert_eq!(file.ioctl_with(LENT | 0x100, &[], b"lent").status, INVALID_DEVICE_REQUEST);
    });
}

#[test]
fn a_request_reaches_its_queues_context_by_its_type_alone() {
    in_both_worlds(|machine| assert_eq!(opened_file(machine, &driver::DRIVER).ioctl(QUEUE, &[], 0).status, 0));
}

#[test]
fn a_request_names_the_process_that_sent_it() {
    in_both_worlds(|machine| assert_eq!(opened_file(machine, &driver::DRIVER).ioctl(PROCESS, &[], 0).status, 0));
}

#[test]
fn each_lock_has_a_handle_of_its_own() {
    in_both_worlds(|machine| assert_eq!(opened_file(machine, &driver::DRIVER).ioctl(LOCKS, &[], 0).status, 0));
}

#[test]
fn two_requests_are_of_one_file_object_only_if_they_came_through_one_handle() {
    in_both_worlds(|machine| {
        let device = machine.load(&driver::DRIVER).expect("the driver loads").add_device().expect("the device starts");
        let [one, other] = [(); 2].map(|()| device.open().expect("it opens"));
        let waiting = one.begin_ioctl(WAIT, &[], 0);
        assert_eq!(one.ioctl(COMPARE, &[], 0).status, 0, "of one handle");
        assert_eq!(waiting.wait().status, 0);
        let waiting = one.begin_ioctl(WAIT, &[], 0);
        assert_ne!(other.ioctl(COMPARE, &[], 0).status, 0, "of two");
        assert_eq!(waiting.wait().status, 0);
    });
}

/// The framework deletes a lock with the object whose it is.
#[test]
fn locks_go_with_the_object_whose_they_are() {
    in_both_worlds(|machine| {
        let driver = machine.load(&driver::DRIVER).expect("the driver loads");
        let before = machine.objects();
        driver.add_device().expect("the device starts").remove();
        assert_eq!(machine.objects(), before);
    });
}
