//! Mistakes about other objects: handles that are not there yet, timers that wait for themselves or outlive their cause.

use wdf_sim::Rule;

use super::{Mistake, calm};
use crate::raw::{COUNTER, Dpc, Held, Request, SUCCESS, Timer, attributes, due_in, parallel, plan};
use crate::with;

pub(super) const HANDLE_OF_A_ZEROED_CONTEXT: Mistake = Mistake {
    name: "handle_of_a_zeroed_context",
    known_from: "https://github.com/nefarius/ViGEmBus/issues/160",
    v0: calm(Rule::InvalidHandle),
    v1: calm(Rule::InvalidHandle),
    also: &[Rule::RequiredParameterIsNull],
    scenario: |m, driver| {
        let rig = m.build(plan().attributes(attributes().context(&COUNTER)), move |device| {
            let place = device.context(&COUNTER) as *mut usize;
            // SAFETY: the context is alive as long as the device, and holds one number.
            let (get, put) = (move || unsafe { place.read() }, move |handle| unsafe { place.write(handle) });
            let _ = device.queue(parallel().default_queue().read(move |request: Request| put(request.0)));
            Dpc::of(device, move |_| {
                let waiting = get();
                if driver.is_faulty() || waiting != 0 {
                    Request(waiting).complete(SUCCESS);
                }
            })
        });
        // The interrupt comes before the first read does.
        rig.made.enqueue();
        m.sleep(std::time::Duration::from_millis(1));
    },
};

pub(super) const TIMER_WAITS_FOR_ITSELF: Mistake = Mistake {
    name: "timer_waits_for_itself",
    known_from: "https://github.com/MicrosoftDocs/windows-driver-docs-ddi/issues/1053",
    // Without the verifier the call only refuses.
    v0: None,
    v1: calm(Rule::TimerMisused),
    also: &[],
    scenario: |m, driver| {
        let rig = m.build(plan(), move |device| {
            Timer::of(device, move |timer| {
                timer.stop(driver.is_faulty());
            })
        });
        rig.made.start(1);
        m.sleep(std::time::Duration::from_millis(2));
    },
};

pub(super) const TIMER_LEFT_RUNNING_BY_ITS_REQUEST: Mistake = Mistake {
    name: "timer_left_running_by_its_request",
    known_from: "https://github.com/vadimgrn/usbip-win2/issues/96",
    v0: calm(Rule::UseAfterDestroy),
    v1: calm(Rule::UseAfterDestroy),
    also: &[Rule::DoubleCompletion],
    scenario: |m, driver| {
        // Each read has a timer that gives up on it; it is answered at once.
        let rig = m.build(plan(), move |device| {
            device.queue(parallel().default_queue().read(move |request: Request| {
                let held = Held::with(request);
                let end = with!(held => move || {
                    let waiting = if driver.is_faulty() { held.try_get() } else { held.try_take() };
                    if let Some(request) = waiting {
                        request.complete(SUCCESS);
                    }
                });
                let give_up = with!(end => move |_| end());
                let timer = Timer::create(due_in().free(), &attributes().parent(device), give_up).expect("a timer");
                timer.start(1);
                end();
            }))
        });
        let _ = rig.open().read(1);
        m.sleep(std::time::Duration::from_millis(2));
    },
};
