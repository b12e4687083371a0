//! Mistakes about completing: not at all, twice, too much.

use wdf_sim::Rule;

use super::shelf::Shelf;
use super::{Driver, Mistake, after, calm};
use crate::raw::{
    BUFFER_TOO_SMALL, CANCELLED, Dpc, Held, Request, SUCCESS, Timer, World, attributes, due_in, parallel, plan,
};
use crate::with;

pub(super) const ERROR_PATH_FORGETS_THE_REQUEST: Mistake = Mistake {
    name: "error_path_forgets_the_request",
    known_from: "https://github.com/microsoft/Windows-driver-samples/issues/1375",
    v0: calm(Rule::RequestNeverCompleted),
    v1: calm(Rule::RequestNeverCompleted),
    also: &[],
    scenario: |m, driver| {
        let rig = m.rig(parallel().write(move |request| match request.input(4) {
            Ok(_) => request.complete_with(SUCCESS, 4),
            Err(_) if driver.is_faulty() => {}
            Err(status) => request.complete(status),
        }));
        let file = rig.open();
        assert_eq!(file.write(b"four").status, SUCCESS);
        assert_eq!(file.write(b"two").status, BUFFER_TOO_SMALL);
    },
};

pub(super) const COUNT_IS_THE_CALLERS_CLAIM: Mistake = Mistake {
    name: "count_is_the_callers_claim",
    known_from: "https://github.com/microsoft/Windows-driver-samples/issues/1202",
    v0: calm(Rule::InformationTooLarge),
    v1: calm(Rule::InformationTooLarge),
    also: &[],
    scenario: |m, driver| {
        let rig = m.rig(parallel().ioctl(move |request| {
            let claimed = u64::from(request.input_bytes()[0]);
            let room = request.output(0).expect("an output").1 as u64;
            request.complete_with(SUCCESS, if driver.is_faulty() { claimed } else { claimed.min(room) });
        }));
        // A buffered ioctl, function 0x800.
        let _ = rig.open().ioctl(0x22_2000, &[9], 4);
    },
};

pub(super) const ASKS_A_COMPLETED_REQUEST: Mistake = Mistake {
    name: "asks_a_completed_request",
    known_from: "https://github.com/cezanne/usbip-win/issues/257",
    v0: calm(Rule::UseAfterDestroy),
    // The verifier's own reference keeps the request until its handler returns, and the IRP is gone all the same.
    v1: calm(Rule::UseAfterDestroy),
    also: &[],
    scenario: |m, driver| {
        let rig = m.rig(parallel().read(move |request| {
            if driver.is_faulty() {
                request.complete(SUCCESS);
                let _ = request.parameters();
            } else {
                let _ = request.parameters();
                request.complete(SUCCESS);
            }
        }));
        let _ = rig.open().read(1);
    },
};

pub(super) const LATE_TIMER_COMPLETES_AGAIN: Mistake = Mistake {
    name: "late_timer_completes_again",
    known_from: "WdfTimerStop: a timer that was not stopped fires",
    v0: calm(Rule::UseAfterDestroy),
    v1: calm(Rule::UseAfterDestroy),
    also: &[Rule::RequestNotOwned],
    scenario: |m, driver| {
        // A read is answered by a write, or empty after a while.
        let rig = m.build(plan(), move |device| {
            let held = Held::empty();
            let give_up = with!(held => move |_| {
                let waiting = if driver.is_faulty() { held.try_get() } else { held.try_take() };
                if let Some(read) = waiting {
                    read.complete(CANCELLED);
                }
            });
            let queue = device.queue(
                parallel()
                    .default_queue()
                    .attributes(attributes().scope_queue())
                    .read(with!(held => move |request| held.put(request)))
                    .write(with!(held => move |request: Request| {
                        let waiting = if driver.is_faulty() { held.try_get() } else { held.try_take() };
                        if let Some(read) = waiting {
                            read.complete(SUCCESS);
                        }
                        request.complete(SUCCESS);
                    })),
            );
            let timer = Timer::create(due_in(), &attributes().parent(queue), give_up).expect("a timer");
            let _ = timer.start(1);
        });
        let file = rig.open();
        let read = file.begin_read(1);
        let _ = file.write(b"x");
        let _ = read.wait();
        m.sleep(std::time::Duration::from_millis(2));
    },
};

pub(super) const COMPLETED_FROM_THREE_PATHS: Mistake = Mistake {
    name: "completed_from_three_paths",
    known_from: "https://github.com/vadimgrn/usbip-win2/issues/181",
    v0: after(1, Rule::UseAfterDestroy),
    v1: after(1, Rule::UnmarkedUnmarked),
    also: &[Rule::NotInAQueue, Rule::DoubleCompletion],
    scenario: |m, driver| {
        // A read ends by a DPC (data came), by a write (abort), or by its cancellation.
        let rig = m.build(plan(), move |device| {
            let shelf = Shelf::of(device);
            let end = with!(shelf => move || {
                if driver.is_faulty() {
                    // Looks at what waits instead of taking it.
                    if let Some(request) = shelf.locked(Held::try_get)
                        && request.unmark() == SUCCESS
                    {
                        let _ = shelf.take();
                        request.complete(SUCCESS);
                    }
                } else {
                    shelf.finish();
                }
            });
            let _ = device.queue(
                parallel().default_queue().read(with!(shelf => move |request| shelf.park(request))).write(
                    with!(end => move |request: Request| {
                        end();
                        request.complete(SUCCESS);
                    }),
                ),
            );
            Dpc::create(false, &attributes().parent(device), move |_| end()).expect("a DPC")
        });
        let file = rig.open();
        let read = file.begin_read(1);
        rig.made.enqueue();
        let _ = file.write(b"x");
        let _ = read.wait();
    },
};

pub(super) const NO_WAY_OUT_OF_A_WAIT: Mistake = Mistake {
    name: "no_way_out_of_a_wait",
    known_from: "https://github.com/eiz/SynchronousAudioRouter/issues/59",
    v0: calm(Rule::RequestNeverCompleted),
    v1: calm(Rule::RequestNeverCompleted),
    also: &[],
    scenario: |m, driver| no_way_out(m, driver),
};

/// The application gives up on its read and closes; the event that the driver waits for never comes.
fn no_way_out(m: &World<'_>, driver: Driver) {
    let rig = m.build(plan(), move |device| {
        let shelf = Shelf::of(device);
        device.queue(
            parallel()
                .default_queue()
                .read(move |request| if driver.is_faulty() { shelf.put(request) } else { shelf.park(request) }),
        )
    });
    let file = rig.open();
    let read = file.begin_read(1);
    read.cancel();
    let _ = read.wait();
    file.close();
}
