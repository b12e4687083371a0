//! Values in pool memory: kept in locks, grown, freed, and not to be had.

use wdf_sim::{Explorer, Fault, File, Machine, Outcome, Resources, Rule, Verifier};

use crate::{in_both_worlds, under_every_schedule};

/// `STATUS_INSUFFICIENT_RESOURCES`.
const INSUFFICIENT_RESOURCES: i32 = 0xC000_009A_u32.cast_signed();
/// The device's interrupt.
const VECTOR: u32 = 10;

/// Keeps what is written, in non-paged memory behind a spin lock; a control puts the sum of it together in paged memory.
mod keeper {
    use wdf_safe::pool::{Paged, PoolBox, PoolVec, Refused, Tag};
    use wdf_safe::prelude::*;

    const TAG: Tag = Tag::new(*b"Keep");

    /// Counts those that are alive.
    struct Piece(u8);

    #[derive(Zeroable)]
    struct Table {
        counts: [u16; 256],
    }

    #[object_context]
    struct Keeper {
        pieces: SpinLock<PoolVec<PoolBox<Piece>>>,
        /// How often each byte was written.
        table: SpinLock<PoolBox<Table>>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let keeper =
            KeeperInit { pieces: SpinLock::init(PoolVec::new(TAG)), table: SpinLock::init(PoolBox::zeroed(cx, TAG)?) };
        let device = init.create(cx, keeper)?;
        QueueConfig::parallel().default_queue().passive().write(write).read(read).device_control(sum).create(
            cx,
            &device,
            (),
        )?;
        Ok(device.added())
    }

    fn keeper(queue: &Queue<(), Parallel>) -> Result<&Keeper> {
        Ok(queue.device::<Keeper>().ok_or(NtStatus::DEVICE_NOT_READY)?.context())
    }

    /// Each byte a piece of its own.
    fn keep(cx: &mut Cx<'_, Passive>, keeper: &Keeper, request: &Request<'_, Owned, Write>) -> Result<()> {
        let mut bytes = PoolVec::<u8>::zeroed(cx, TAG, request.parameters().length)?;
        request.input()?.copy_to(&mut bytes);
        for byte in &*bytes {
            let mut piece = PoolBox::new(cx, TAG, Piece(0))?;
            piece.0 = *byte;
            let pushed = keeper.pieces.with(cx, |pieces, cx| pieces.push(cx, piece));
            if let Err(Refused(piece)) = pushed {
                let Piece(_byte) = piece.into_inner(cx);
                return Err(Error::OutOfMemory);
            }
            keeper.table.with(cx, |table, _held| table.counts[usize::from(*byte)] += 1);
        }
        Ok(())
    }

    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        let kept = keeper(queue).and_then(|keeper| keep(cx, keeper, &request));
        request.complete(cx, kept.map_or_else(Error::status, |()| NtStatus::SUCCESS))
    }

    /// The last that was kept.
    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        let last = keeper(queue).ok().and_then(|keeper| keeper.pieces.with(cx, |pieces, _held| pieces.pop()));
        match request.into_writer() {
            Ok(mut writer) => {
                if let Some(piece) = last {
                    writer.put(&[piece.0]);
                }
                writer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        }
    }

    /// How often each byte that was written was: the byte, and how often.
    fn counts(cx: &mut Cx<'_, Passive>, keeper: &Keeper) -> Result<PoolVec<u16, Paged>> {
        let mut counts = PoolVec::with_capacity(cx, TAG, 1)?;
        for byte in 0..=u8::MAX {
            let count = keeper.table.with(cx, |table, _held| table.counts[usize::from(byte)]);
            if count != 0 {
                counts.push(cx, byte.into()).map_err(|Refused(_)| Error::OutOfMemory)?;
                counts.extend_from_slice(cx, &[count])?;
            }
        }
        Ok(counts)
    }

    #[evt_io_device_control]
    fn sum<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let counts = match keeper(queue).and_then(|keeper| counts(cx, keeper)) {
            Ok(counts) => counts,
            Err(error) => return request.complete(cx, error.status()),
        };
        match request.into_writer() {
            Ok(mut writer) => {
                for count in counts.get(cx) {
                    writer.put(&count.to_le_bytes());
                }
                writer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        }
    }
}

/// `STATUS_..` of what was written, and read back from the end.
fn kept(file: &File, bytes: &[u8]) {
    assert_eq!(file.write(bytes).status, 0);
    for byte in bytes.iter().rev() {
        assert_eq!(file.read(1).output, [*byte]);
    }
}

const CONTROL: u32 = 0x22_2000;

fn opened(machine: &Machine) -> Option<File> {
    machine.load(&keeper::DRIVER).ok()?.add_device().ok()?.open().ok()
}

#[test]
fn what_grows_keeps_what_is_in_it() {
    in_both_worlds(|machine| {
        let file = opened(machine).expect("the device opens");
        kept(&file, b"a longer text, for which the memory grows some times");
        kept(&file, b"");
        assert_eq!(file.read(1).information, 0, "nothing is left");
    });
}

#[test]
fn paged_and_zeroed_memory_is_used_where_it_can_be_reached() {
    in_both_worlds(|machine| {
        let file = opened(machine).expect("the device opens");
        assert_eq!(file.write(b"abba").status, 0);
        assert_eq!(file.ioctl(CONTROL, &[], 64).output, [b'a', 0, 2, 0, b'b', 0, 2, 0]);
    });
}

/// The simulator reports memory that is left when the driver is unloaded.
#[test]
fn what_is_kept_goes_with_its_device() {
    in_both_worlds(|machine| {
        assert_eq!(opened(machine).expect("the device opens").write(b"left there").status, 0);
    });
}

#[test]
fn no_failed_allocation_stops_the_machine_or_leaves_anything() {
    for verifier in [Verifier::Off, Verifier::On] {
        let explored = Explorer::calm().verifier(verifier).faults([Fault::FailedCall]).run(|machine| {
            let Some(file) = opened(machine) else { return };
            for status in [file.write(b"ab").status, file.ioctl(CONTROL, &[], 64).status] {
                assert!(status == 0 || status == INSUFFICIENT_RESOURCES, "{status:#010x}");
            }
        });
        // The table; the input, two pieces, their row twice, and the counts, with the functions of the framework.
        assert!(explored.faults >= 7, "{}", explored.faults);
    }
}

#[test]
fn two_writers_keep_what_both_have_written() {
    under_every_schedule(2, |machine| {
        let file = opened(machine).expect("the device opens");
        let other = machine.spawn(move |_| assert_eq!(file.write(b"b").status, 0));
        assert_eq!(file.write(b"a").status, 0);
        other.join();
        let mut both = [file.read(1).output, file.read(1).output].concat();
        both.sort_unstable();
        assert_eq!(both, b"ab");
    });
}

/// A service routine that drops memory.
mod careless {
    use wdf_safe::pool::{PoolBox, Tag};
    use wdf_safe::prelude::*;

    type Line = Interrupt<Device<Card>, Option<PoolBox<u32>>>;

    #[object_context]
    struct Card {
        line: Child<Line>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = DeviceConfig::new(init).create(cx, CardInit { line: Child::init() })?;
        let number = PoolBox::new(cx, Tag::new(*b"Lost"), 7)?;
        InterruptConfig::new(service, later).create(cx, &*device, Some(number), |card| &card.line)?;
        Ok(device.added())
    }

    #[evt_interrupt_isr]
    fn service(_: &mut Cx<'_, Dirql>, _: &Line, number: &mut Option<PoolBox<u32>>, _message: u32) -> bool {
        let had = number.as_ref().is_some_and(|number| **number == 7);
        *number = None;
        had
    }

    #[evt_interrupt_dpc]
    fn later(_: &mut Cx<'_, Dispatch>, _: &Line) {}
}

/// Not freed where that would break the pool; lost instead, and reported.
#[test]
fn memory_that_a_service_routine_drops_is_lost_and_reported() {
    let body = |interrupt: bool| {
        move |machine: &Machine| {
            let driver = machine.load(&careless::DRIVER).expect("the driver loads");
            let device = driver.add_device_with(&Resources::new().line(VECTOR, 5)).expect("the device starts");
            if interrupt {
                assert!(device.interrupt(VECTOR), "the memory can be reached");
                assert!(!device.interrupt(VECTOR));
            }
        }
    };
    let report = Explorer::calm().check(body(true)).expect_err("the memory is left");
    assert_eq!((report.violation.rule, report.violation.outcome), (Rule::PoolLeaked, Outcome::Leak));
    assert!(report.violation.text.contains("'Lost'"), "{report}");
    Explorer::calm().check(body(false)).expect("what nobody drops goes with the interrupt");
}
