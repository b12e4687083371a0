//! Wait locks, the lock of an object's callbacks, and stopping what calls back.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::{in_both_worlds, opened, under_every_schedule};

/// `STATUS_TIMEOUT`.
const TIMEOUT: i32 = 0x102;

/// A driver whose queue calls at PASSIVE_LEVEL, as requests come. A write waits for the lock, a read not for long, a control
/// not at all; control 1 has a work item look after the queue and the timer.
mod driver {
    use wdf_safe::prelude::*;

    #[derive(Default)]
    struct Room {
        taken: AtomicBool,
        visits: u32,
    }

    #[object_context]
    struct House {
        room: WaitLock<Room>,
        /// Somebody is in a callback of the queue that serves controls, which calls one at a time.
        inside: AtomicBool,
        visits: SpinLock<u32>,
        keeper: Child<WorkItem<Queue<House>>>,
        bell: Child<Timer<Queue<House>>>,
        rings: AtomicU32,
        asked: Slot<DeviceControl>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[object_context]
    struct Street {
        house: Child<Queue<House>>,
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = init.create(cx, StreetInit { house: Child::init() })?;
        let house = HouseInit {
            room: WaitLock::init(Room::default()),
            inside: AtomicBool::new(false),
            visits: SpinLock::init(0),
            keeper: Child::init(),
            bell: Child::init(),
            rings: AtomicU32::new(0),
            asked: Slot::init(),
        };
        let queue = QueueConfig::sequential().scope(Scope::Queue).device_control(control).create_in(
            cx,
            &device,
            house,
            |street| &street.house,
        )?;
        WorkItemConfig::new(look_after).create(cx, queue, |house| &house.keeper)?;
        TimerConfig::new(ring).create(cx, queue, |house| &house.bell)?;
        QueueConfig::parallel().passive().default_queue().read(read).write(write).device_control(pass_on).create(
            cx,
            &device,
            (),
        )?;
        Ok(device.added())
    }

    fn house(queue: &Queue<(), Parallel>) -> Option<&Queue<House>> {
        queue.device::<Street>().and_then(|device| device.context().house.get())
    }

    /// Nobody else is in the room meanwhile.
    fn visit(room: &mut Room) {
        assert!(!room.taken.swap(true, Ordering::Relaxed));
        room.visits += 1;
        room.taken.store(false, Ordering::Relaxed);
    }

    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        if let Some(house) = house(queue).map(Queue::context) {
            // A spin lock inside a wait lock is in order.
            house.room.with(cx, |room, cx| {
                visit(room);
                house.visits.with(cx, |visits, _| *visits += 1);
            });
        }
        request.complete(cx, NtStatus::SUCCESS)
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        let Some(house) = house(queue).map(Queue::context) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let visited = house.room.with_timeout(cx, Duration::from_millis(1), |room, _| visit(room));
        request.complete(cx, if visited.is_some() { NtStatus::SUCCESS } else { NtStatus::TIMEOUT })
    }

    #[evt_io_device_control]
    fn pass_on<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        match house(queue) {
            Some(house) => request.forward_to(cx, house).unwrap_or_else(|failed| failed.complete(cx)),
            None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
        }
    }

    /// At DISPATCH_LEVEL, synchronised with the timer.
    #[evt_io_device_control]
    fn control<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<House>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let house = queue.context();
        alone(house);
        if request.parameters().control_code == 0 {
            let visited = house.room.try_with(cx, |room, _| visit(room));
            return request.complete(cx, if visited.is_some() { NtStatus::SUCCESS } else { NtStatus::TIMEOUT });
        }
        if let (Some(bell), Some(keeper)) = (house.bell.get(), house.keeper.get()) {
            bell.start(cx, Duration::from_millis(1));
            keeper.enqueue(cx);
        }
        house
            .asked
            .park(cx, request, |cx, request| request.complete_cancelled(cx))
            .unwrap_or_else(|request| request.complete(cx, NtStatus::DEVICE_BUSY))
    }

    fn alone(house: &House) {
        assert!(!house.inside.swap(true, Ordering::Relaxed));
        house.inside.store(false, Ordering::Relaxed);
    }

    #[evt_timer]
    fn ring(_: &mut Cx<'_, Dispatch>, bell: &Timer<Queue<House>>) {
        alone(bell.parent().context());
        bell.parent().context().rings.fetch_add(1, Ordering::Relaxed);
    }

    #[evt_work_item]
    fn look_after(cx: &mut Cx<'_, Work>, item: &WorkItem<Queue<House>>) {
        let house = item.parent().context();
        item.parent().exclude_callbacks(cx, |_| alone(house));
        if let Some(bell) = house.bell.get() {
            let was_running = bell.stop_and_wait(cx);
            let rings = house.rings.load(Ordering::Relaxed);
            assert_eq!(u32::from(!was_running), rings, "stopped before it rang, or waited for");
        }
        house.asked.take(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
    }
}

/// Rules: WdfWaitlock, WdfWaitlockRelease.
#[test]
fn a_wait_lock_is_held_by_one_at_a_time() {
    under_every_schedule(2, |machine| {
        let (_device, file) = opened(machine, &driver::DRIVER);
        let other = machine.spawn(move |_| assert_eq!(file.write(b"a").status, 0));
        assert_eq!(file.write(b"b").status, 0);
        other.join();
    });
}

#[test]
fn when_the_time_is_up_the_wait_lock_is_not_held() {
    static SEEN: [AtomicUsize; 2] = [const { AtomicUsize::new(0) }; 2];
    under_every_schedule(2, |machine| {
        let (_device, file) = opened(machine, &driver::DRIVER);
        let other = machine.spawn(move |_| assert_eq!(file.write(b"a").status, 0));
        let status = file.read(1).status;
        assert!(status == 0 || status == TIMEOUT, "{status:#010x}");
        SEEN[usize::from(status == TIMEOUT)].fetch_add(1, Ordering::Relaxed);
        other.join();
    });
    assert!(SEEN.iter().all(|seen| seen.load(Ordering::Relaxed) > 0), "both were seen: {SEEN:?}");
}

#[test]
fn a_wait_lock_can_be_tried_at_dispatch_level() {
    static SEEN: [AtomicUsize; 2] = [const { AtomicUsize::new(0) }; 2];
    under_every_schedule(2, |machine| {
        let (_device, file) = opened(machine, &driver::DRIVER);
        let other = machine.spawn(move |_| assert_eq!(file.write(b"a").status, 0));
        let status = file.ioctl(0, &[], 0).status;
        assert!(status == 0 || status == TIMEOUT, "{status:#010x}");
        SEEN[usize::from(status == TIMEOUT)].fetch_add(1, Ordering::Relaxed);
        other.join();
    });
    assert!(SEEN.iter().all(|seen| seen.load(Ordering::Relaxed) > 0), "both were seen: {SEEN:?}");
}

/// Hole 17: no wait for oneself.
#[test]
fn a_work_item_excludes_the_callbacks_and_waits_for_the_timer() {
    in_both_worlds(|machine| {
        let (_device, file) = opened(machine, &driver::DRIVER);
        assert_eq!(file.ioctl(1, &[], 0).status, 0);
    });
    under_every_schedule(1, |machine| {
        let (_device, file) = opened(machine, &driver::DRIVER);
        let ticket = file.begin_ioctl(1, &[], 0);
        machine.sleep(std::time::Duration::from_millis(1));
        assert_eq!(ticket.wait().status, 0);
    });
}
