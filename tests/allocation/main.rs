//! Between the delivery of a request and its completion neither wdf-safe nor a driver written with it allocates.
//!
//! The driver's real trampolines run over a stub of the framework's function table, and the allocator counts what is
//! asked of it while they run. (On the simulator the same paths run in `behavior::cost`, where it is seen to that no
//! framework object is made for a request.)

mod counting;
mod driver;
mod framework;

use wdf_sim_sys::{NTSTATUS, STATUS_CANCELLED, STATUS_SUCCESS};

use driver::length;
use framework::Framework;

#[global_allocator]
static ALLOCATOR: counting::Counting = counting::Counting;

const SUCCESS: Option<NTSTATUS> = Some(STATUS_SUCCESS);
const CANCELLED: Option<NTSTATUS> = Some(STATUS_CANCELLED);

fn loaded() -> Framework {
    Framework::load(&driver::DRIVER)
}

#[test]
fn a_driver_that_allocates_is_counted() {
    let (request, allocations) = loaded().read(length::ALLOCATE);
    assert_eq!((request.status(), allocations), (SUCCESS, 1));
}

#[test]
fn delivering_and_completing_allocates_nothing() {
    let (request, allocations) = loaded().read(length::COMPLETE);
    assert_eq!((request.status(), allocations), (SUCCESS, 0));
}

#[test]
fn marking_and_unmarking_allocates_nothing() {
    let (request, allocations) = loaded().read(length::MARK_AND_UNMARK);
    assert_eq!((request.status(), allocations), (SUCCESS, 0));
}

#[test]
fn parking_and_taking_out_allocates_nothing() {
    let framework = loaded();
    for (park, take) in [
        (length::PARK, length::UNMARK),
        (length::MARK_THEN_PARK, length::UNMARK),
        (length::PARK_IN_LIST, length::UNMARK_NEXT),
    ] {
        let (waiting, parking) = framework.read(park);
        assert_eq!((waiting.is_waiting(), parking), (true, 0));
        let (_, taking) = framework.read(take);
        assert_eq!((waiting.status(), taking), (SUCCESS, 0));
    }
}

#[test]
fn a_full_store_allocates_nothing() {
    let framework = loaded();
    let (waiting, _) = framework.read(length::PARK);
    let (refused, allocations) = framework.read(length::PARK);
    assert!(refused.status().is_some_and(|status| status != STATUS_SUCCESS));
    assert_eq!((waiting.cancel(), allocations), (0, 0));
}

#[test]
fn cancelling_a_waiting_request_allocates_nothing() {
    let framework = loaded();
    for park in [length::PARK, length::MARK_THEN_PARK, length::PARK_IN_LIST] {
        let (waiting, _) = framework.read(park);
        let allocations = waiting.cancel();
        assert_eq!((waiting.status(), allocations), (CANCELLED, 0));
    }
}

#[test]
fn polling_allocates_nothing() {
    let framework = loaded();
    let (waiting, parking) = framework.write(4);
    let (_, polling) = framework.read(length::POLL);
    let (_, taking) = framework.read(length::TAKE);
    assert_eq!((waiting.status(), parking + polling + taking), (SUCCESS, 0));

    let (waiting, _) = framework.write(4);
    let _ = waiting.cancel();
    let (_, polling) = framework.read(length::POLL);
    assert_eq!((waiting.status(), polling), (CANCELLED, 0));
}

#[test]
fn completing_from_another_callback_allocates_nothing() {
    let framework = loaded();
    let waiting = [framework.read(length::PARK).0, framework.read(length::PARK_IN_LIST).0, framework.write(4).0];
    assert_eq!(framework.interrupt(), 0);
    assert_eq!(waiting.map(|request| request.status()), [SUCCESS; 3]);
}

#[test]
fn forwarding_retrieving_and_requeueing_allocates_nothing() {
    let framework = loaded();
    let (forwarded, forwarding) = framework.read(length::FORWARD);
    let (_, requeueing) = framework.read(length::REQUEUE);
    let (_, retrieving) = framework.read(length::RETRIEVE);
    assert_eq!((forwarded.status(), forwarding + requeueing + retrieving), (SUCCESS, 0));

    let (forwarded, _) = framework.read(length::FORWARD);
    let (_, finding) = framework.read(length::FIND);
    assert_eq!((forwarded.status(), finding), (SUCCESS, 0));
}

#[test]
fn sleeping_and_waking_allocates_nothing() {
    let framework = loaded();
    for waiting in [framework.read(length::PARK).0, framework.read(length::PARK_IN_LIST).0, framework.write(4).0] {
        assert_eq!(framework.suspend(&waiting), (true, 0));
        assert_eq!(framework.resume(&waiting), 0);
        assert!(waiting.is_waiting());
        assert_eq!(framework.remove(&waiting), 0);
        assert_eq!(waiting.status(), CANCELLED);
    }
}
