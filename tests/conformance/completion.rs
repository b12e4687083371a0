//! What a completion routine is given, where it runs, and what the framework still holds while it does.

use wdf_sim::{Arrival, Lower};
use wdf_tests::raw::{
    Device, Held, Log, Memory, Opening, Params, REQUEST_NOT_ACCEPTED, Rig, SUCCESS, Slot, Target, UNSUCCESSFUL, World,
    at_dispatch, attributes, calm, irql, plan,
};
use wdf_tests::with;

use wdf_tests::raw::below::{keeper, reader};

const READ: i32 = 3;
const WRITE: i32 = 4;
const IOCTL: i32 = 14;
const INTERNAL: i32 = 15;
const NO_FORMAT: i32 = 0xFF;
const CODE: u32 = 0x0022_2000;

fn device(m: &World<'_>, lower: &Lower) -> Rig<Target> {
    m.above(lower, plan(), |device: Device| device.target().unwrap())
}

/// A driver that the test plays, which completes everything with this many bytes, and does not say how that went.
fn tells(m: &World<'_>, information: usize) -> Lower {
    m.lower(move |arrival| {
        arrival.complete_information(UNSUCCESSFUL, information);
    })
}

/// Formats a request of the driver's own with the same memory, and sends it: what its completion routine is given.
fn asked(m: &World<'_>, format: impl Fn(Target, wdf_tests::raw::Request, Memory) -> i32) -> (Params, Memory) {
    let given = Slot::<Params>::empty();
    let lower = tells(m, 3);
    let rig = device(m, &lower);
    let memory = Memory::create(&attributes(), 8).unwrap();
    let request = rig.made.request(&attributes()).unwrap();
    assert_eq!(format(rig.made, request, memory), SUCCESS);
    request.on_complete(with!(given => move |request: wdf_tests::raw::Request, _, params: Params| {
        given.put(params);
        if params.kind != NO_FORMAT {
            assert_eq!(request.completion_params(), params, "they can be asked for, too");
        }
    }));
    assert!(request.send(rig.made));
    let params = given.take();
    assert_eq!((params.status, params.information), (UNSUCCESSFUL, 3));
    request.delete();
    memory.delete();
    (params, memory)
}

#[test]
fn of_a_read_they_name_its_memory_and_how_much_was_read() {
    calm(|m| {
        let (params, memory) = asked(m, |target, request, memory| target.format_read(request, Some(memory), None, 0));
        assert_eq!((params.kind, params.memory, params.length), (READ, memory, 3));
    });
}

#[test]
fn of_a_write_they_name_its_memory_and_how_much_was_written() {
    calm(|m| {
        let (params, memory) = asked(m, |target, request, memory| target.format_write(request, Some(memory), None, 0));
        assert_eq!((params.kind, params.memory, params.length), (WRITE, memory, 3));
    });
}

#[test]
fn of_a_device_control_they_name_its_code_and_output_and_how_much_came() {
    calm(|m| {
        let (params, memory) =
            asked(m, |target, request, memory| target.format_ioctl(request, CODE, None, Some(memory)));
        assert_eq!((params.kind, params.memory, params.length, params.code), (IOCTL, memory, 3, CODE));
    });
}

#[test]
fn of_an_internal_device_control_they_name_its_code_and_output_and_how_much_came() {
    calm(|m| {
        let (params, memory) =
            asked(m, |target, request, memory| target.format_internal(request, CODE, None, Some(memory)));
        assert_eq!((params.kind, params.memory, params.length, params.code), (INTERNAL, memory, 3, CODE));
    });
}

#[test]
fn of_an_internal_device_control_with_arguments_they_name_the_outcome_alone() {
    calm(|m| {
        let (params, _) =
            asked(m, |target, request, memory| target.format_others(request, CODE, [Some(memory), None, Some(memory)]));
        assert_eq!(params.kind, NO_FORMAT);
    });
}

#[test]
fn the_targets_reference_outlives_the_completion_routine() {
    calm(|m| {
        let log = Log::new();
        let lower = tells(m, 0);
        let rig = device(m, &lower);
        let request = rig.made.request(&attributes().destroy(log.writer("destroyed"))).unwrap();
        assert_eq!(rig.made.format_write(request, None, None, 0), SUCCESS);
        request.on_complete(with!(log => move |request: wdf_tests::raw::Request, _, _| {
            request.delete();
            log.add("deleted");
        }));
        assert!(request.send(rig.made));
        log.expect(["deleted", "destroyed"]);
    });
}

#[test]
fn a_completion_routine_runs_on_the_next_drivers_thread_at_its_level() {
    calm(|m| {
        let (here, log) = (Slot::<Arrival>::empty(), Log::new());
        let lower = keeper(m, &here);
        let rig = device(m, &lower);
        let request = rig.made.request(&attributes()).unwrap();
        assert_eq!(rig.made.format_write(request, None, None, 0), SUCCESS);
        request.on_complete(with!(log => move |_, _, _| log.add(irql().to_string())));
        assert!(request.send(rig.made));
        let arrival = here.take();
        m.spawn(move |_| {
            at_dispatch(|| arrival.complete(SUCCESS));
        })
        .join();
        log.expect(["2"]);
        let routine = m.event("→ EvtRequestCompletionRoutine");
        assert_ne!(routine.thread, m.trace()[0].thread, "not the sender's");
        request.delete();
    });
}

#[test]
fn without_the_verifier_a_request_is_sent_though_its_stack_is_too_small_for_the_target() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::<Arrival>::empty());
        let _ = m.lower(here.putter()).stack_size(5).named(r"\Device\Deep");
        let lower = keeper(m, &Slot::empty());
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        let remote = rig.raw.new_target(&attributes()).unwrap();
        // The create comes first.
        let opener = m.spawn(move |_| assert_eq!(remote.open(Opening::Name(r"\Device\Deep")), SUCCESS));
        m.sleep(std::time::Duration::from_secs(1));
        here.take().complete(SUCCESS);
        opener.join();
        request.format_current();
        request.on_complete(wdf_tests::raw::below::pass_on);
        if m.v1 {
            assert!(!request.send(remote));
            assert_eq!(request.status(), REQUEST_NOT_ACCEPTED);
            request.complete(SUCCESS);
        } else {
            assert!(request.send(remote));
            here.take().complete(SUCCESS);
        }
        assert_eq!(ticket.wait().status, SUCCESS);
        let closer = m.spawn(move |_| remote.close());
        for _ in 0..2 {
            m.sleep(std::time::Duration::from_secs(1));
            here.take().complete(SUCCESS);
        }
        closer.join();
    });
}
