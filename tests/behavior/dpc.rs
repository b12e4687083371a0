//! DPCs: queued, called off, and waited for.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::{in_both_worlds, opened_file, under_every_schedule};

/// A write has the bell rung; a read calls it off, without waiting; a control does so and waits, in a work item.
mod driver {
    use wdf_safe::prelude::*;

    #[object_context]
    struct Tower {
        bell: Child<Dpc<Device<Tower>>>,
        ringer: Child<WorkItem<Device<Tower>>>,
        rings: AtomicU32,
        /// The bell is ringing at this moment.
        ringing: AtomicBool,
        asked: Slot<DeviceControl>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let tower = TowerInit {
            bell: Child::init(),
            ringer: Child::init(),
            rings: AtomicU32::new(0),
            ringing: AtomicBool::new(false),
            asked: Slot::init(),
        };
        let device = init.create(cx, tower)?;
        DpcConfig::new(ring).create(cx, &*device, |tower| &tower.bell)?;
        WorkItemConfig::new(silence).create(cx, &*device, |tower| &tower.ringer)?;
        QueueConfig::parallel().default_queue().write(write).read(read).device_control(control).create(
            cx,
            &device,
            (),
        )?;
        Ok(device.added())
    }

    fn tower(queue: &Queue<(), Parallel>) -> &Tower {
        queue.device::<Tower>().expect("the driver's device").context()
    }

    #[evt_dpc]
    fn ring(_: &mut Cx<'_, Dispatch>, bell: &Dpc<Device<Tower>>) {
        let tower = bell.parent().context();
        tower.ringing.store(true, Ordering::Relaxed);
        tower.rings.fetch_add(1, Ordering::Relaxed);
        tower.ringing.store(false, Ordering::Relaxed);
    }

    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        let queued = tower(queue).bell.get().is_some_and(|bell| bell.enqueue(cx));
        request.complete_with_information(cx, NtStatus::SUCCESS, usize::from(queued))
    }

    /// How often it rang, and whether it was called off before it rang.
    fn answer<'id, K: wdf_safe::request::HasOutput>(
        cx: &mut Cx<'_, Dispatch>,
        tower: &Tower,
        request: Request<'id, Owned, K>,
        called_off: bool,
    ) -> Handled<'id> {
        match request.into_writer() {
            Ok(mut writer) => {
                writer.put(&[tower.rings.load(Ordering::Relaxed) as u8, u8::from(called_off)]);
                writer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        }
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        let tower = tower(queue);
        let called_off = tower.bell.get().is_some_and(|bell| bell.cancel(cx));
        answer(cx, tower, request, called_off)
    }

    #[evt_io_device_control]
    fn control<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let tower = tower(queue);
        match tower.asked.park(cx, request, |cx, request| request.complete_cancelled(cx)) {
            Ok(handled) => {
                if let Some(ringer) = tower.ringer.get() {
                    ringer.enqueue(cx);
                }
                handled
            }
            Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
        }
    }

    #[evt_work_item]
    fn silence(cx: &mut Cx<'_, Work>, ringer: &WorkItem<Device<Tower>>) {
        let tower = ringer.parent().context();
        let called_off = tower.bell.get().is_some_and(|bell| bell.cancel_and_wait(cx));
        assert!(!tower.ringing.load(Ordering::Relaxed), "it is waited for");
        tower.asked.take(cx, |cx, request| answer(cx, tower, request, called_off));
    }
}

const CONTROL: u32 = 0x22_2000;

#[test]
fn a_dpc_that_was_queued_is_called_once() {
    in_both_worlds(|machine| {
        let file = opened_file(machine, &driver::DRIVER);
        assert_eq!(file.write(b"!").information, 1, "queued");
        machine.sleep(std::time::Duration::from_millis(1));
        assert_eq!(file.read(2).output, [1, 0], "it rang, and there is nothing to call off");
        assert_eq!(file.ioctl(CONTROL, &[], 2).output, [1, 0]);
    });
}

/// In each order it is called off, or has been called to its end when the call returns.
#[test]
fn who_calls_a_dpc_off_and_waits_finds_it_over() {
    static SEEN: [AtomicUsize; 2] = [const { AtomicUsize::new(0) }; 2];
    under_every_schedule(2, |machine| {
        let file = opened_file(machine, &driver::DRIVER);
        let ticket = file.begin_ioctl(CONTROL, &[], 2);
        let written = file.write(b"!");
        assert_eq!((written.status, written.information), (0, 1));
        let output = ticket.wait().output;
        assert!([[0, 0], [0, 1], [1, 0]].iter().any(|answer| output == answer), "{output:?}");
        SEEN[usize::from(output[1])].fetch_add(1, Ordering::Relaxed);
    });
    assert!(SEEN.iter().all(|seen| seen.load(Ordering::Relaxed) > 0), "both were seen: {SEEN:?}");
}
