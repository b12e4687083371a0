//! METHOD_NEITHER: an application's own addresses, probed and locked on its thread, used on others.

use crate::{CANCELLED, INVALID_DEVICE_REQUEST, in_both_worlds, opened_file, under_every_schedule};

const BUFFERED: u32 = 0x22_2000;
/// Answered at once.
const NEITHER: u32 = 0x22_2003;
/// Answered by the timer.
const LATER: u32 = 0x22_2007;
/// Not locked on the sender's thread.
const FORGOTTEN: u32 = 0x22_200B;
const INVALID_DEVICE_STATE: i32 = 0xC000_0184_u32.cast_signed();
const BUFFER_TOO_SMALL: i32 = 0xC000_0023_u32.cast_signed();

mod driver {
    use wdf_safe::prelude::*;

    #[object_context]
    struct Reverser {
        waiting: CancelSlot<DeviceControl>,
        timer: Child<Timer<Device<Reverser>>>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, mut init: DeviceInit<'id>) -> Result<Added<'id>> {
        init.set_io_type(IoType::Neither);
        let reverser = ReverserInit { waiting: CancelSlot::init(), timer: Child::init() };
        let device = DeviceConfig::new(init).in_caller_context(arrives).create(cx, reverser)?;
        QueueConfig::parallel().default_queue().read(read).write(write).device_control(control).create(
            cx,
            &device,
            (),
        )?;
        TimerConfig::new(finish).create(cx, &*device, |reverser| &reverser.timer)?;
        Ok(device.added())
    }

    /// Locks what there is; twice, of which the second time is nothing.
    #[evt_io_in_caller_context]
    fn arrives<'id>(
        cx: &mut Cx<'_, Dispatch>,
        device: &Device<Reverser>,
        request: Request<'id, InCallerContext, Any>,
    ) -> Handled<'id> {
        let (locked, request) = match request.kind() {
            ByKind::DeviceControl(mut request) => {
                let parameters = request.parameters();
                let locked = if parameters.control_code == super::FORGOTTEN {
                    Ok(())
                } else if parameters.output_length == 0 {
                    request.lock_input().map(|_| ())
                } else {
                    lock(&mut request)
                };
                (locked, ByKind::DeviceControl(request))
            }
            ByKind::Read(mut request) => (request.lock_output().map(|_| ()), ByKind::Read(request)),
            ByKind::Write(mut request) => (request.lock_input().map(|_| ()), ByKind::Write(request)),
            other => (Ok(()), other),
        };
        match locked {
            Ok(()) => request.enqueue(cx, device).unwrap_or_else(|failed| failed.complete(cx)),
            Err(error) => request.complete(cx, error.status()),
        }
    }

    fn lock(request: &mut Request<'_, InCallerContext, DeviceControl>) -> Result<()> {
        let input = request.lock_input()?.len();
        let output = request.lock_output()?.len();
        let again = (request.lock_input()?.len(), request.lock_output()?.len());
        if again == (input, output) { Ok(()) } else { Err(NtStatus::UNSUCCESSFUL.into()) }
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        _: &Queue<(), Parallel>,
        mut request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        // The framework has no buffer for it, and in one of its worlds says that it has.
        if let Err(error) = request.output()
            && error.status() != NtStatus::INVALID_DEVICE_REQUEST
        {
            return request.complete(cx, error.status());
        }
        match request.into_locked_writer() {
            Ok(mut writer) => {
                writer.put(b"read");
                writer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        }
    }

    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Dispatch>,
        _: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        let mut first = [0; 4];
        match request.locked_input().map(|input| input.copy_to(&mut first)) {
            Ok(count) if &first[..count] == b"writ" => {
                request.complete_with_information(cx, NtStatus::SUCCESS, usize::MAX)
            }
            Ok(_) => request.complete(cx, NtStatus::UNSUCCESSFUL),
            Err(error) => request.complete(cx, error.status()),
        }
    }

    #[evt_io_device_control]
    fn control<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        if request.parameters().control_code != super::LATER {
            return reverse(cx, request);
        }
        let Some(device) = queue.device::<Reverser>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let reverser = device.context();
        let parked = reverser.waiting.park_cancelable(cx, request, |cx, request| request.complete_cancelled(cx));
        if let Some(timer) = reverser.timer.get() {
            timer.start(cx, Duration::from_millis(1));
        }
        parked.unwrap_or_else(|full| full.complete(cx, NtStatus::DEVICE_BUSY))
    }

    #[evt_timer]
    fn finish(cx: &mut Cx<'_, Dispatch>, timer: &Timer<Device<Reverser>>) {
        timer.parent().context().waiting.unmark(cx, reverse);
    }

    /// Answers with the input, backwards.
    fn reverse<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, Owned, DeviceControl>) -> Handled<'id> {
        let mut bytes = [0; 8];
        let count = match request.locked_input() {
            Ok(input) => input.copy_to(&mut bytes),
            Err(error) => return request.complete(cx, error.status()),
        };
        bytes[..count].reverse();
        match request.into_locked_writer() {
            Ok(mut writer) => {
                writer.put(&bytes[..count]);
                writer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        }
    }
}

#[test]
fn what_was_locked_on_the_senders_thread_is_read_and_written_on_another() {
    in_both_worlds(|machine| {
        let file = opened_file(machine, &driver::DRIVER);
        for code in [NEITHER, LATER] {
            let answer = file.ioctl(code, b"abc", 5);
            assert!(answer.is_success(), "{:#010x}", answer.status);
            assert_eq!((answer.information, answer.output), (3, b"cba".to_vec()));
        }
    });
}

#[test]
fn reads_and_writes_of_a_device_of_neither_io_are_locked_too() {
    in_both_worlds(|machine| {
        let file = opened_file(machine, &driver::DRIVER);
        assert_eq!(file.read(9).output, b"read");
        assert_eq!(file.write(b"written").information, 7);
    });
}

#[test]
fn what_was_not_locked_is_not_there() {
    in_both_worlds(|machine| {
        let file = opened_file(machine, &driver::DRIVER);
        assert_eq!(file.ioctl(FORGOTTEN, b"abc", 5).status, INVALID_DEVICE_REQUEST);
        assert_eq!(file.ioctl(NEITHER, b"abc", 0).status, INVALID_DEVICE_REQUEST, "only its input was");
    });
}

#[test]
fn an_empty_buffer_is_not_locked() {
    in_both_worlds(|machine| {
        assert_eq!(opened_file(machine, &driver::DRIVER).ioctl(NEITHER, b"", 5).status, BUFFER_TOO_SMALL)
    });
}

#[test]
fn a_buffered_control_has_nothing_to_lock() {
    in_both_worlds(|machine| {
        assert_eq!(opened_file(machine, &driver::DRIVER).ioctl(BUFFERED, b"abc", 5).status, INVALID_DEVICE_REQUEST);
    });
}

#[test]
fn a_sender_above_passive_level_is_refused() {
    in_both_worlds(|machine| {
        let file = opened_file(machine, &driver::DRIVER);
        let ticket = wdf_tests::raw::at_dispatch(|| file.begin_ioctl(NEITHER, b"abc", 5));
        assert_eq!(ticket.wait().status, INVALID_DEVICE_STATE);
    });
}

#[test]
fn a_locked_request_that_is_cancelled_while_it_is_answered_ends_once() {
    under_every_schedule(2, |machine| {
        let file = opened_file(machine, &driver::DRIVER);
        let ticket = file.begin_ioctl(LATER, b"abc", 3);
        let canceller = machine.spawn(move |_| {
            ticket.cancel();
            let answer = ticket.wait();
            assert!(answer.status == CANCELLED || answer.output == b"cba", "{:#010x}", answer.status);
        });
        canceller.join();
    });
}
