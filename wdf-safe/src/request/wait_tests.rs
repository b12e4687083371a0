//! The steps of a waiting request one after another; against one another they are in `tests/loom_claim`.

use super::wait::{Seat, Wait};
use core::ptr::NonNull;

/// The addresses of two queues.
const HERE: usize = 0x1000;
const THERE: usize = 0x2000;

#[test]
fn what_is_held_leaves_only_after_it_is_resumed() {
    let wait = Wait::default();
    assert!(wait.hold(HERE));
    assert!(!wait.leave(HERE));
    wait.resume();
    assert!(wait.leave(HERE));
}

#[test]
fn what_leaves_a_queue_is_not_held_there_and_can_be_elsewhere() {
    let wait = Wait::default();
    assert!(wait.leave(HERE));
    assert!(!wait.hold(HERE));
    assert!(wait.hold(THERE));
}

#[test]
fn what_stays_after_all_can_be_held() {
    let wait = Wait::default();
    assert!(wait.leave(HERE));
    wait.stay(HERE);
    assert!(wait.hold(HERE));
}

#[test]
fn what_goes_with_the_device_is_not_held_and_may_leave() {
    let wait = Wait::default();
    wait.name_seat(core::ptr::null());
    // SAFETY: it names no seat.
    assert!(!unsafe { wait.purge() }, "it lies nowhere");
    assert!(wait.is_removing());
    assert!(!wait.hold(HERE) && wait.leave(HERE));
}

#[test]
fn only_what_waits_is_held_as_waiting() {
    let wait = Wait::default();
    assert!(!wait.hold_waiting(), "in hand");
    wait.claim.arm();
    wait.claim.disarm();
    assert!(!wait.hold_waiting(), "in hand, as the framework refused to mark it");
    assert!(wait.leave(HERE), "and not acknowledged");
    wait.stay(HERE);
    wait.claim.arm();
    assert!(!wait.claim.is_cancelled());
    assert!(wait.hold_waiting());
}

#[test]
fn a_place_that_was_reserved_and_released_is_empty() {
    let (seat, wait) = (Seat::new(), Wait::default());
    let stamp = seat.reserve(NonNull::from(&wait)).expect("an empty place");
    assert!(seat.reserve(NonNull::from(&wait)).is_none(), "reserved");
    seat.release(stamp);
    let stamp = seat.reserve_plain(NonNull::from(&wait)).expect("empty again");
    assert!(seat.take().is_none(), "a reservation is no ticket");
    assert!(seat.publish(stamp));
    assert_eq!(seat.take(), Some(NonNull::from(&wait)));
}

#[test]
fn a_cancel_frees_no_place_that_another_request_has() {
    let (seat, cancelled, other) = (Seat::new(), Wait::default(), Wait::default());
    cancelled.name_seat(&raw const seat);
    cancelled.claim.arm();
    let stamp = seat.reserve(NonNull::from(&other)).expect("an empty place");
    // SAFETY: as its callback does, once for this mark; the seat lives.
    assert!(!unsafe { cancelled.cancelled() }.took_ticket, "reserved for another");
    assert!(seat.publish(stamp));
    cancelled.claim.arm();
    // SAFETY: once for the second mark.
    assert!(!unsafe { cancelled.cancelled() }.took_ticket, "another's ticket");
    assert_eq!(seat.take(), Some(NonNull::from(&other)));
}
