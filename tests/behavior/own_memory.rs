//! Memory objects that a driver makes: zeroed, owned, from lookaside lists, and in collections.

use wdf_sim::{Explorer, Fault, File, Machine, Verifier};

use crate::{in_both_worlds, under_every_schedule};

/// `STATUS_INSUFFICIENT_RESOURCES`.
const INSUFFICIENT_RESOURCES: i32 = 0xC000_009A_u32.cast_signed();
/// `STATUS_INVALID_PARAMETER`.
const INVALID_PARAMETER: i32 = 0xC000_000D_u32.cast_signed();
/// `STATUS_UNSUCCESSFUL`: what a collection answers that has no memory for an item.
const UNSUCCESSFUL: i32 = 0xC000_0001_u32.cast_signed();

/// What is written waits, each write a memory of its own: in the order in which it came it is read again.
mod line {
    use wdf_safe::collection::Collection;
    use wdf_safe::memory::{Lookaside, Memory};
    use wdf_safe::pool::Tag;
    use wdf_safe::prelude::*;
    use wdf_safe::raw::AsRaw;

    const TAG: Tag = Tag::new(*b"Line");
    const SIZE: usize = 8;

    /// The last that was taken out stays with the driver.
    #[object_context]
    struct Whole {
        last: SpinLock<Option<Memory>>,
        old: SpinLock<Collection>,
    }

    #[object_context]
    struct Line {
        packets: Child<Lookaside<Device<Line>>>,
        waiting: SpinLock<Collection>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let line = LineInit { packets: Child::init(), waiting: SpinLock::init(Collection::create(cx)?) };
        let device = init.create(cx, line)?;
        Lookaside::create(cx, &*device, TAG, SIZE, |line| &line.packets)?;
        let whole = WholeInit { last: SpinLock::init(None), old: SpinLock::init(Collection::create(cx)?) };
        QueueConfig::parallel()
            .default_queue()
            .read(read)
            .write(write)
            .device_control(look)
            .create(cx, &device, whole)?;
        Ok(device.added())
    }

    fn line(queue: &Queue<Whole, Parallel>) -> Result<&Line> {
        Ok(queue.device::<Line>().ok_or(NtStatus::DEVICE_NOT_READY)?.context())
    }

    /// What is short comes from the list, what is long not.
    fn arrive(cx: &mut Cx<'_, Dispatch>, line: &Line, request: &Request<'_, Owned, Write>) -> Result<()> {
        let length = request.parameters().length;
        let mut memory = if length <= SIZE {
            line.packets.get().ok_or(NtStatus::DEVICE_NOT_READY)?.allocate(cx)?
        } else {
            Memory::create(cx, TAG, length)?
        };
        if memory.iter().any(|byte| *byte != 0) || memory.as_raw().is_null() {
            return Err(NtStatus::UNSUCCESSFUL.into());
        }
        request.input()?.copy_to(&mut memory);
        line.waiting.with(cx, |waiting, cx| waiting.push(cx, memory)).map_err(|failed| failed.status.into())
    }

    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<Whole, Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        let arrived = line(queue).and_then(|line| arrive(cx, line, &request));
        request.complete(cx, arrived.map_or_else(Error::status, |()| NtStatus::SUCCESS))
    }

    /// The first; the one that was read before it goes to the old ones.
    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<Whole, Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        let first = line(queue).ok().and_then(|line| line.waiting.with(cx, |waiting, cx| waiting.take(cx, 0)));
        let Some(first) = first else {
            return request.complete(cx, NtStatus::NO_MORE_ENTRIES);
        };
        let mut writer = match request.into_writer() {
            Ok(writer) => writer,
            Err(failed) => return failed.complete(cx),
        };
        writer.put(&first);
        let whole = queue.context();
        let before = whole.last.with(cx, |last, _held| last.replace(first));
        if let Some(before) = before {
            // If there is no room it is dropped.
            let kept = whole.old.with(cx, |old, cx| old.push(cx, before));
            drop(kept);
        }
        writer.complete(cx)
    }

    /// How many wait, and the first byte of the first, of the last, and of the one that is asked for.
    #[evt_io_device_control]
    fn look<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<Whole, Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let index = (request.parameters().control_code >> 2 & 0xFFF) as usize;
        let line = match line(queue) {
            Ok(line) => line,
            Err(error) => return request.complete(cx, error.status()),
        };
        let answer = line.waiting.with(cx, |waiting, cx| {
            let byte = |lent: Option<wdf_safe::collection::Lent<'_>>| lent.map_or(b'-', |lent| lent[0]);
            [
                waiting.len(cx) as u8,
                byte(waiting.first(cx)),
                byte(waiting.last(cx)),
                byte(waiting.get(cx, index)),
                u8::from(waiting.is_empty(cx)),
            ]
        });
        match request.into_writer() {
            Ok(mut writer) => {
                writer.put(&answer);
                writer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        }
    }
}

/// A driver that keeps memory where the framework deletes it first: in its own context.
mod hoarder {
    use wdf_safe::collection::Collection;
    use wdf_safe::memory::Memory;
    use wdf_safe::pool::Tag;
    use wdf_safe::prelude::*;

    const TAG: Tag = Tag::new(*b"Hold");

    #[object_context]
    struct Hoard {
        one: SpinLock<Option<Memory>>,
        many: SpinLock<Option<Collection>>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        let hoard = HoardInit { one: SpinLock::init(None), many: SpinLock::init(None) };
        DriverConfig::new(device_add).create(cx, driver, hoard)
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, driver: &Driver<Hoard>, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let mut many = Collection::create(cx)?;
        for byte in 0..3 {
            let mut memory = Memory::create(cx, TAG, 16)?;
            memory[0] = byte;
            many.push(cx, memory).map_err(|failed| failed.status)?;
        }
        let one = Memory::create(cx, TAG, 16)?;
        let before = driver.context().one.with(cx, |place, _held| place.replace(one));
        drop(before);
        let before = driver.context().many.with(cx, |place, _held| place.replace(many));
        drop(before);
        Ok(init.create(cx, ())?.added())
    }
}

/// Rules: ParentObjectCheck.
#[test]
fn what_a_driver_keeps_in_its_own_context_goes_with_the_driver() {
    in_both_worlds(|machine| {
        let driver = machine.load(&hoarder::DRIVER).expect("the driver loads");
        for _ in 0..2 {
            driver.add_device().expect("the device starts");
        }
    });
}

fn opened(machine: &Machine) -> Option<File> {
    machine.load(&line::DRIVER).ok()?.add_device().ok()?.open().ok()
}

/// The control that asks for the one at this place.
const fn at(index: u32) -> u32 {
    0x22_0000 | index << 2
}

#[test]
fn memory_comes_back_in_the_order_in_which_it_was_put_in() {
    in_both_worlds(|machine| {
        let file = opened(machine).expect("the device opens");
        assert_eq!(file.ioctl(at(0), &[], 8).output, b"\0---\x01");
        for text in [&b"one"[..], b"a longer one", b"two"] {
            assert_eq!(file.write(text).status, 0);
        }
        assert_eq!(file.ioctl(at(1), &[], 8).output, b"\x03ota\0");
        assert_eq!(file.ioctl(at(3), &[], 8).output, b"\x03ot-\0");
        assert_eq!(file.read(64).output, b"one\0\0\0\0\0", "a memory of the list's size, zeroed behind the text");
        assert_eq!(file.read(64).output, b"a longer one");
        assert_eq!(file.read(64).output, b"two\0\0\0\0\0");
        assert!(!file.read(64).is_success());
    });
}

/// The simulator reports objects and memory that are left when the driver is unloaded.
#[test]
fn what_is_in_a_collection_goes_with_its_owner() {
    in_both_worlds(|machine| {
        let file = opened(machine).expect("the device opens");
        for text in [&b"one"[..], b"a longer one", b"two", b"three"] {
            assert_eq!(file.write(text).status, 0);
        }
        assert!(file.read(64).is_success() && file.read(64).is_success(), "one is the last, and one is old");
    });
}

#[test]
fn no_object_that_cannot_be_made_leaves_anything() {
    for verifier in [Verifier::Off, Verifier::On] {
        let explored = Explorer::calm().verifier(verifier).faults([Fault::FailedCall]).run(|machine| {
            let Some(file) = opened(machine) else { return };
            for text in [&b"one"[..], b"a longer one"] {
                let status = file.write(text).status;
                assert!([0, INSUFFICIENT_RESOURCES, UNSUCCESSFUL].contains(&status), "{status:#010x}");
            }
        });
        assert!(explored.faults >= 6, "{}", explored.faults);
    }
}

#[test]
fn each_of_two_readers_takes_another_one() {
    under_every_schedule(2, |machine| {
        let file = opened(machine).expect("the device opens");
        assert_eq!(file.write(b"a").status, 0);
        assert_eq!(file.write(b"b").status, 0);
        let other = machine.spawn(move |_| assert!(file.read(1).is_success()));
        assert!(file.read(1).is_success());
        other.join();
        assert!(!file.read(1).is_success());
    });
}

/// A driver that wants memory of no bytes.
mod nothing {
    use wdf_safe::memory::Memory;
    use wdf_safe::pool::Tag;
    use wdf_safe::prelude::*;

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = init.create(cx, ())?;
        let _memory = Memory::create(cx, Tag::new(*b"None"), 0)?;
        Ok(device.added())
    }
}

/// Case M98.
#[test]
fn memory_of_no_bytes_is_refused() {
    in_both_worlds(|machine| {
        let driver = machine.load(&nothing::DRIVER).expect("the driver loads");
        assert_eq!(driver.add_device().err().map(|status| status.0), Some(INVALID_PARAMETER));
    });
}
