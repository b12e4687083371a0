//! The drivers that a test plays below its own, the devices that stand above them, and what such a device sends down.

use wdf_sim::{Arrival, Lower, Major};

use super::handle::{Device, Request, Target};
use super::object::attributes;
use super::send::Params;
use super::status::SUCCESS;
use super::story::{Held, Log, Slot};
use super::{Opening, Rig, World, parallel, plan};

/// `WDF_REQUEST_SEND_OPTION_TIMEOUT`.
pub const TIMEOUT: i32 = 1;
/// `WDF_REQUEST_SEND_OPTION_SYNCHRONOUS`.
pub const SYNCHRONOUS: i32 = 2;
/// `WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE`.
pub const IGNORE_STATE: i32 = 4;
/// `WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET`.
pub const FORGET: i32 = 8;
/// A second from now on, as a timeout.
pub const SECOND: i64 = -10_000_000;

/// `WDF_IO_TARGET_STATE`: what a target is.
pub mod state {
    /// `WdfIoTargetStarted`.
    pub const STARTED: i32 = 1;
    /// `WdfIoTargetStopped`.
    pub const STOPPED: i32 = 2;
    /// `WdfIoTargetClosedForQueryRemove`.
    pub const CLOSED_FOR_QUERY: i32 = 3;
    /// `WdfIoTargetClosed`.
    pub const CLOSED: i32 = 4;
    /// `WdfIoTargetDeleted`.
    pub const DELETED: i32 = 5;
    /// `WdfIoTargetPurged`.
    pub const PURGED: i32 = 6;
}

/// `WDF_IO_TARGET_SENT_IO_ACTION`: what becomes of what was sent when a target stops.
pub mod action {
    /// `WdfIoTargetCancelSentIo`.
    pub const CANCEL: i32 = 1;
    /// `WdfIoTargetWaitForSentIoToComplete`.
    pub const WAIT: i32 = 2;
    /// `WdfIoTargetLeaveSentIoPending`.
    pub const LEAVE: i32 = 3;
}

/// A driver that keeps what comes.
pub fn keeper(m: &World<'_>, here: &Slot<Arrival>) -> Lower {
    m.lower(here.putter())
}

/// A driver that keeps what comes, and lets it be cancelled.
pub fn letting_go(m: &World<'_>, here: &Slot<Arrival>) -> Lower {
    let here = here.clone();
    m.lower(move |arrival| {
        arrival.allow_cancel();
        here.put(arrival);
    })
}

/// A driver that completes everything.
pub fn obliging(m: &World<'_>) -> Lower {
    m.lower(|arrival| {
        arrival.complete_fully();
    })
}

/// A driver that writes down what comes, and completes it.
pub fn telling(m: &World<'_>, log: &Log) -> Lower {
    let log = log.clone();
    m.lower(move |arrival: Arrival| {
        log.add(format!("{:?}", arrival.major()));
        arrival.complete_fully();
    })
}

/// A device above `lower` without queues, and its local target.
pub fn above(m: &World<'_>, lower: &Lower) -> Rig<Target> {
    m.above(lower, plan(), |device: Device| device.target().expect("there is a driver below"))
}

/// A device above `lower` whose reads are held, and its local target.
pub fn reader(m: &World<'_>, lower: &Lower, held: &Held) -> Rig<Target> {
    let held = held.clone();
    m.above(lower, plan(), move |device: Device| {
        let _ = device.queue(parallel().default_queue().read(held.putter()).default(held.putter()));
        device.target().expect("there is a driver below")
    })
}

/// A device with a remote target that is yet to be opened.
pub fn opener(m: &World<'_>) -> Rig<Target> {
    m.build(plan(), |device: Device| device.new_target(&attributes()).expect("a target"))
}

/// The name of the driver that [`opened`] has open.
pub const DISK: &str = r"\Device\Disk";

/// A target that has a driver open by its name, which keeps every write here.
pub fn opened(m: &World<'_>, here: &Slot<Arrival>) -> Target {
    let here = here.clone();
    let serve = move |arrival: Arrival| {
        if arrival.major() == Major::Write {
            here.put(arrival);
        } else {
            arrival.complete(SUCCESS);
        }
    };
    let _ = m.lower(serve).named(DISK);
    let target = opener(m).made;
    assert_eq!(target.open(Opening::Name(DISK)), SUCCESS);
    target
}

/// A request of the driver's own that writes nothing, and whose end is written down.
pub fn empty_write(target: Target, log: &Log) -> Request {
    let request = target.request(&attributes()).expect("a request");
    assert_eq!(target.format_write(request, None, None, 0), SUCCESS);
    let log = log.clone();
    request.on_complete(move |_, _, params: Params| log.add(format!("{:#x}", params.status)));
    request
}

/// A device above `lower`, and a write of its own that it has sent there, whose end is written down.
pub fn sent_write(m: &World<'_>, lower: &Lower, log: &Log) -> (Rig<Target>, Request) {
    let rig = above(m, lower);
    let request = empty_write(rig.made, log);
    assert!(request.send(rig.made));
    (rig, request)
}

/// A completion routine that completes the request as the target did.
pub fn pass_on(request: Request, _: Target, params: Params) {
    request.complete_with(params.status, params.information);
}

/// Formats the request as it came and sends it, with a completion routine that passes the outcome on.
pub fn send_on(request: Request, target: Target) -> bool {
    request.format_current();
    request.on_complete(pass_on);
    request.send(target)
}
