//! The device is pulled out: the driver is told, and may do little; what waits is given up afterwards, by the framework's
//! stop notices.

use crate::{CANCELLED, in_both_worlds, opened, under_every_schedule};

/// A driver that notes, under its lock, that its device is gone, and from then on refuses what comes.
mod driver {
    use wdf_safe::prelude::*;

    #[object_context]
    struct Stick {
        waiting: CancelSlot<Read>,
        gone: SpinLock<bool>,
        tick: Child<Timer<Device<Stick>>>,
        dpc: Child<Dpc<Device<Stick>>>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let stick = StickInit {
            waiting: CancelSlot::init(),
            gone: SpinLock::init(false),
            tick: Child::init(),
            dpc: Child::init(),
        };
        let device = DeviceConfig::new(init).surprise_removal(pulled_out).create(cx, stick)?;
        QueueConfig::parallel().default_queue().read(read).create(cx, &device, ())?;
        TimerConfig::new(tick).create(cx, &*device, |stick| &stick.tick)?;
        DpcConfig::new(call).create(cx, &*device, |stick| &stick.dpc)?;
        Ok(device.added())
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        let Some(device) = queue.device::<Stick>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let stick = device.context();
        if stick.gone.with(cx, |gone, _cx| *gone) {
            return request.complete(cx, NtStatus::CANCELLED);
        }
        match stick.waiting.park_cancelable(cx, request, |cx, request| request.complete_cancelled(cx)) {
            Ok(handled) => {
                if let (Some(timer), Some(dpc)) = (stick.tick.get(), stick.dpc.get()) {
                    timer.start(cx, Duration::from_secs(3600));
                    dpc.enqueue(cx);
                }
                handled
            }
            Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
        }
    }

    #[evt_device_surprise_removal]
    fn pulled_out(cx: &mut Cx<'_, SurpriseRemoval>, device: &Device<Stick>) {
        let stick = device.context();
        stick.gone.with(cx, |gone, _cx| *gone = true);
        if let Some(timer) = stick.tick.get() {
            timer.stop(cx);
        }
    }

    #[evt_timer]
    fn tick(cx: &mut Cx<'_, Dispatch>, timer: &Timer<Device<Stick>>) {
        finish(cx, timer.parent());
    }

    #[evt_dpc]
    fn call(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Device<Stick>>) {
        finish(cx, dpc.parent());
    }

    fn finish(cx: &mut Cx<'_, Dispatch>, device: &Device<Stick>) {
        let stick = device.context();
        if !stick.gone.with(cx, |gone, _cx| *gone) {
            stick.waiting.unmark(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
        }
    }
}

#[test]
fn the_driver_is_told_that_its_device_was_pulled_out() {
    in_both_worlds(|machine| {
        let (device, _) = opened(machine, &driver::DRIVER);
        device.surprise_remove();
        let trace: Vec<String> = machine.trace().iter().map(ToString::to_string).collect();
        assert_eq!(trace.iter().filter(|line| line.contains("→ EvtDeviceSurpriseRemoval")).count(), 1, "{trace:#?}");
    });
}

/// Rules: NoCancelFromEvtSurpriseRemove, EvtSurpriseRemoveNoRequestComplete.
#[test]
fn what_waits_is_given_up_after_the_driver_was_told() {
    under_every_schedule(2, |machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let ticket = file.begin_read(1);
        device.surprise_remove();
        let status = ticket.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

#[test]
fn pulling_out_cancelling_and_completing_leave_nothing() {
    under_every_schedule(1, |machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let ticket = file.begin_read(1);
        let canceller = machine.spawn(move |_| {
            ticket.cancel();
            let status = ticket.wait().status;
            assert!(status == 0 || status == CANCELLED, "{status:#010x}");
        });
        device.surprise_remove();
        canceller.join();
    });
}
